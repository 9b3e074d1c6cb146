import Cryptography
import Foundation
import Labels
package import Policy
import ZeroMQ

/// Policies in the form that people read and write; `vaguemestre policy compile` reads it back.
///
/// Labels and clearances stand without their policy id: a charter admits its own scheme's alone.
///
/// Public keys stand in the text itself: CURVE keys in Z85, signing keys as base64 of the DER
/// SubjectPublicKeyInfo, so that a reviewer sees what was signed.
extension CompartmentPolicy {
  package var source: SourceNode {
    .map(
      [
        ("format", .text("vaguemestre-policy-1")),
        ("site", .text(site)),
        ("compartment", .text(compartment)),
      ] + edition.source + [
        ("flows", .list(flows.map(\.source))),
        ("principals", .list(principals.map { $0.source(in: compartment) })),
        ("exports", .unlessEmpty(exports.map(\.source))),
        ("imports", .unlessEmpty(imports.map(\.source))),
        ("denies", .unlessEmpty(denies.map { $0.source(in: compartment) })),
        ("issuers", .unlessEmpty(issuers.map { $0.source(in: compartment) })),
        ("break-glass", .unlessEmpty(breakGlass.map(\.source))),
      ])
  }
}

extension Charter {
  /// The charter in the form that people read and write.
  package var source: SourceNode {
    .map(
      [
        ("format", .text("vaguemestre-charter-1")),
        ("site", .text(site)),
      ] + edition.source + [
        ("roots", roots.source),
        ("labels", scheme.source),
        ("compartments", .list(compartments.map(\.source))),
        ("adapter-release", adapterRelease?.source),
        ("partners", .unlessEmpty(partners.map(\.source))),
        ("revocations", revocations.source),
        ("suites", .unlessEmpty(suites.map { .text($0) })),
      ])
  }
}

extension Edition {
  fileprivate var source: [(String, SourceNode?)] {
    [
      ("version", .number(Int64(clamping: version))),
      ("previous", previous.map { .text($0.description) }),
      ("issued", .time(issued)),
      ("expires", .time(expires)),
      ("grace", .duration(grace)),
    ]
  }
}

extension KeyQuorum {
  fileprivate var source: SourceNode {
    .map([
      ("threshold", .number(Int64(threshold))), ("keys", .list(keys.map { .key($0) })),
    ])
  }
}

extension CharteredCompartment {
  fileprivate var source: SourceNode {
    .map([
      ("name", .text(name)),
      ("endpoint", .text(endpoint)),
      ("curve-key", .key(curveKey)),
      ("ledger-key", ledgerKey.map { .key($0) }),
      ("minimum-version", .number(Int64(clamping: minimumVersion))),
      ("closed", isClosed ? .flag(true) : nil),
      ("authority", authority.source),
    ])
  }
}

extension Partner {
  fileprivate var source: SourceNode {
    .map([
      ("site", .text(site)), ("clearance", .text(clearance.description)),
      ("roots", roots.source),
    ])
  }
}

extension Revocations {
  fileprivate var source: SourceNode? {
    guard !signingKeys.isEmpty || !curveKeys.isEmpty else { return nil }
    return .map([
      ("signing-keys", .unlessEmpty(signingKeys.sorted().map { .text($0.description) })),
      ("curve-keys", .unlessEmpty(curveKeys.sorted().map { .key($0) })),
    ])
  }
}

extension LabelScheme {
  fileprivate var source: SourceNode {
    .map([
      ("policy", .text(policy)),
      ("classifications", .text(classifications.description)),
      ("tag-sets", .list(tagSets.map(\.source))),
      ("requirements", .unlessEmpty(requirements.map(\.source))),
    ])
  }
}

extension TagSet {
  fileprivate var source: SourceNode {
    .map([
      ("id", .text(id)),
      ("title", title == id ? nil : .text(title)),
      ("kind", .text(kind.word)),
      ("single", isSingleSelection ? .flag(true) : nil),
      ("values", .list(values.map(\.source))),
    ])
  }
}

extension TagValue {
  /// The name alone where nothing else is to say.
  fileprivate var source: SourceNode {
    guard excluded != .none || isObsolete || isNeverOpened else { return .text(name) }
    return .map([
      ("name", .text(name)),
      ("excluded", excluded == .none ? nil : .text(excluded.description)),
      ("obsolete", isObsolete ? .flag(true) : nil),
      ("no-break-glass", isNeverOpened ? .flag(true) : nil),
    ])
  }
}

extension Requirement {
  fileprivate var source: SourceNode {
    .map([
      ("when", .text(classifications.description)),
      ("operation", .text(operation.word)),
      ("of", .list(categories.map { .text($0.description) })),
    ])
  }
}

extension Flow {
  fileprivate var source: SourceNode {
    .map([
      ("name", .text(name)),
      ("service", .text(service.rawValue)),
      ("floor", .text(floor.description)),
      ("ceiling", .text(ceiling.description)),
      ("default", .text(defaultLabel.description)),
      ("retention", .duration(retention)),
      ("critical", isCritical ? .flag(true) : nil),
      ("equipment", .unlessEmpty(equipment.map(\.source))),
    ])
  }
}

extension Principal {
  package func source(in home: String) -> SourceNode {
    .map([
      ("name", .text(name)),
      ("role", .text(role.rawValue)),
      ("curve-key", .key(curveKey)),
      ("signing-keys", .unlessEmpty(signingKeys.map { .key($0) })),
      ("clearance", .text(clearance.description)),
      ("publish", .unlessEmpty(publish.map { $0.source(in: home) })),
      ("subscribe", .unlessEmpty(subscribe.map { $0.source(in: home) })),
      ("expires", .time(expires)),
      ("purposes", .unlessEmpty(purposes.map { .text($0) })),
      ("equipment", equipment?.source),
    ])
  }
}

extension Grant {
  /// The flow alone where the grant covers every subject.
  func source(in home: String) -> SourceNode {
    let flow = SourceNode.text(flow.text(in: home))
    return subject.isEmpty ? flow : .map([("flow", flow), ("subject", .text(subject))])
  }
}

extension Export {
  fileprivate var source: SourceNode {
    .map([
      ("flow", .text(flow)),
      ("to", .text(to)),
      ("link", link.map { .text($0) }),
      ("subject", subject.isEmpty ? nil : .text(subject)),
      ("ceiling", .text(ceiling.description)),
      ("release", .text(release.description)),
    ])
  }
}

extension Import {
  fileprivate var source: SourceNode {
    .map([
      ("from", .text(from)),
      ("flow", .text(flow)),
      ("link", .text(link)),
      ("ceiling", .text(ceiling.description)),
      ("retention", retention.map { .duration($0) }),
    ])
  }
}

extension Deny {
  fileprivate func source(in home: String) -> SourceNode {
    .map([
      ("principal", principal.map { .text($0.text(in: home)) }),
      ("flow", flow.map { .text($0.text(in: home)) }),
      ("action", action.map { .text($0.rawValue) }),
      ("equipment", equipment?.source),
      ("reason", .text(reason)),
    ])
  }
}

extension BreakGlassTemplate {
  fileprivate var source: SourceNode {
    .map([
      ("name", .text(name)),
      ("flows", .list(flows.map { .text($0) })),
      ("clearance", .text(clearance.description)),
      ("grantees", .list(grantees.map { .text($0) })),
      ("officers", .list(officers.map { .key($0) })),
      ("duration", .duration(duration)),
      ("approval-within", .duration(approvalWithin)),
      ("renewals", .number(renewals)),
      ("review-within", .duration(reviewWithin)),
      ("reasons", .list(reasons.map { .text($0) })),
    ])
  }
}

extension SourceNode {
  /// What is out of range stands as its number, which no compiler takes.
  static func time(_ seconds: Int64) -> SourceNode {
    UTCTime.text(seconds).map { .text($0) } ?? .number(seconds)
  }

  static func duration(_ seconds: Int64) -> SourceNode {
    .text(DurationText.text(seconds))
  }

  static func key(_ key: CurveKey) -> SourceNode {
    .text(CurvePublicKey(key.bytes)?.text ?? "")
  }

  static func key(_ key: VerificationKey) -> SourceNode {
    .text(Data(key.spki).base64EncodedString())
  }
}
