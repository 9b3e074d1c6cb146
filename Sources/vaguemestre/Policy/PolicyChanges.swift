import Cryptography
import Labels
import Policy

/// What a new version of a document gives and takes, one line a right: what signers read before
/// they sign.
struct PolicyChanges {
  let gained: [String]
  let lost: [String]

  /// From nothing, if there was no document before.
  init(from old: PolicyDocument?, to new: PolicyDocument) {
    let before = old?.rights ?? []
    let after = new.rights
    gained = after.subtracting(before).sorted()
    lost = before.subtracting(after).sorted()
  }

  var lines: [String] { lost.map { "- \($0)" } + gained.map { "+ \($0)" } }
}

extension PolicyDocument {
  /// Every right that the document gives and every restriction that it makes, as a line for people.
  var rights: Set<String> {
    switch self {
    case .charter(let charter): Set(charter.rights)
    case .policy(let policy): Set(policy.rights)
    }
  }
}

extension CompartmentPolicy {
  fileprivate var rights: [String] {
    flows.map {
      "flow \($0.name): \($0.service.rawValue), from \($0.floor) to \($0.ceiling)"
        + ($0.isCritical ? ", critical" : "")
    }
      + principals.flatMap { $0.rights(in: compartment) }
      + exports.map {
        "export \($0.flow) to \($0.to)\($0.subject.isEmpty ? "" : " under \($0.subject)")"
          + " up to \($0.ceiling) for \($0.release)"
      }
      + imports.map { "import \($0.from)/\($0.flow) by \($0.link) up to \($0.ceiling)" }
      + denies.map { $0.right(in: compartment) }
  }
}

extension Principal {
  fileprivate func rights(in home: String) -> [String] {
    let keys = signingKeys.map(\.keyID.description).joined(separator: ", ")
    let grants =
      publish.map { ("publish", $0) } + subscribe.map { ("subscribe", $0) }
    return ["\(name) (\(role.rawValue)) sees \(clearance)"]
      + (signingKeys.isEmpty ? [] : ["\(name) signs with \(keys)"])
      + grants.map { action, grant in
        let subject = grant.subject.isEmpty ? "" : " under \(grant.subject)"
        return "\(name) may \(action) \(grant.flow.text(in: home))\(subject)"
      }
  }
}

extension Deny {
  fileprivate func right(in home: String) -> String {
    let who = principal?.text(in: home) ?? "everyone"
    let what = flow?.text(in: home) ?? "every flow"
    return "deny \(who) \(action?.rawValue ?? "everything") on \(what)"
  }
}

extension Charter {
  fileprivate var rights: [String] {
    compartments.map {
      "compartment \($0.name) at \($0.endpoint), \($0.authority.threshold) of "
        + $0.authority.keys.map(\.keyID.description).joined(separator: ", ")
        + ($0.isClosed ? ", closed" : "")
    }
      + [
        "roots: \(roots.threshold) of "
          + roots.keys.map(\.keyID.description).joined(separator: ", ")
      ]
      + partners.map { "partner \($0.site) up to \($0.clearance)" }
      + revocations.signingKeys.map { "revoked signing key \($0)" }
      + scheme.tagSets.flatMap { set in set.values.map { "label value \(set.id)=\($0.name)" } }
  }
}
