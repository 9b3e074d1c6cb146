package import Cryptography
import Labels

/// A template resolved in one snapshot; refused by any other.
package struct TemplateHandle: Hashable, Sendable {
  let snapshot: UInt64
  package let place: UInt32
}

/// A template as one snapshot knows it.
package final class TemplateEntry: Sendable {
  package let template: BreakGlassTemplate
  /// Places of its flows.
  let flows: Set<UInt32>
  /// Places of its grantees.
  let grantees: Set<UInt32>
  let clearance: CompiledClearance

  init(
    _ template: BreakGlassTemplate, in home: String, _ scheme: LabelScheme,
    flows: [FlowID: UInt32], principals: [PrincipalID: UInt32]
  ) {
    self.template = template
    self.flows = Set(template.flows.compactMap { flows[FlowID(home, $0)] })
    grantees = Set(template.grantees.compactMap { principals[PrincipalID(home, $0)] })
    clearance = scheme.compile(template.clearance)
  }

  /// The officer with this key; nil for anyone else.
  package func officer(_ key: KeyID) -> VerificationKey? {
    template.officers.first { $0.keyID == key }
  }
}

extension PolicySnapshot {
  /// The template of this name.
  package func template(_ name: String) -> TemplateHandle? {
    templates.firstIndex { $0.template.name == name }
      .map { TemplateHandle(snapshot: serial, place: UInt32($0)) }
  }

  /// What is known of a template; nil for a handle of another snapshot.
  package func entry(_ handle: TemplateHandle) -> TemplateEntry? {
    guard handle.snapshot == serial, handle.place < templates.count else { return nil }
    return templates[Int(handle.place)]
  }

  /// The key of an officer of any template, for a first look at a signature.
  package func officer(_ key: KeyID) -> VerificationKey? {
    templates.lazy.compactMap { $0.officer(key) }.first
  }

  /// Whether the charter, or one that only takes away, revokes a signing key.
  package func isRevoked(_ key: KeyID) -> Bool { revokedSigningKeys.contains(key) }

  /// The clock, or the documents' issue if it stands behind that.
  package func time(_ clock: Int64) -> Int64 { max(clock, self.clock) }
}
