package import Labels

/// A flow as one snapshot knows it: own, or imported by export and import together.
package final class FlowEntry: Sendable {
  package let id: FlowID
  package let service: ServiceClass
  /// Seconds.
  package let retention: Int64
  package let isCritical: Bool
  /// Whether it belongs to the cell's own compartment.
  package let isOwn: Bool
  /// What adapters put on messages when nothing says otherwise.
  package let defaultLabel: Label

  let floor: CompiledLabel
  let ceiling: CompiledLabel
  /// What every label above U must carry here.
  let compartmentTag: CategoryHandle?
  let isClosed: Bool
  let equipment: [EquipmentRequirement]
  /// For own flows: the agreed ways out. For imported ones: the one agreed way in.
  let links: [AgreedLink]

  init(_ flow: Flow, _ id: FlowID, _ context: FlowContext) {
    self.id = id
    service = flow.service
    retention = context.retention ?? flow.retention
    isCritical = flow.isCritical
    isOwn = context.isOwn
    defaultLabel = flow.defaultLabel
    floor = context.scheme.compile(flow.floor)
    ceiling = context.scheme.compile(flow.ceiling)
    let tag = Category(LabelScheme.compartmentTagSet, id.compartment)
    compartmentTag = context.scheme.handle(tag)
    isClosed = context.isClosed
    equipment = flow.equipment
    links = context.links
  }
}

/// What a flow entry is made with, beside the flow's own text.
struct FlowContext {
  let scheme: LabelScheme
  let isOwn: Bool
  let isClosed: Bool
  let retention: Int64?
  let links: [AgreedLink]
}

/// An export and an import that name each other.
final class AgreedLink: Sendable {
  let source: String
  let destination: String
  /// Place of the destination's link principal in the snapshot.
  let principal: UInt32
  let exportCeiling: CompiledLabel
  let importCeiling: CompiledLabel
  let release: CompiledClearance
  let subject: String
  /// The policy of the other end.
  let peer: Edition
  /// What the other end denies.
  let peerDenies: DenyTable

  init(_ halves: LinkHalves, principal: UInt32, scheme: LabelScheme, denies: DenyTable) {
    source = halves.source.compartment
    destination = halves.destination.compartment
    self.principal = principal
    exportCeiling = scheme.compile(halves.export.ceiling)
    importCeiling = scheme.compile(halves.entry.ceiling)
    release = scheme.compile(halves.export.release)
    subject = halves.export.subject
    peer = halves.peer.edition
    peerDenies = denies
  }
}

/// The two halves of one agreement, and whose they are.
struct LinkHalves {
  let source: CompartmentPolicy
  let export: Export
  let destination: CompartmentPolicy
  let entry: Import
  let isOutgoing: Bool

  var flow: FlowID { FlowID(source.compartment, export.flow) }
  var peer: CompartmentPolicy { isOutgoing ? destination : source }
  var principal: PrincipalID { PrincipalID(destination.compartment, entry.link) }

  /// Every pair of halves between two policies, from source to destination, that name each other
  /// and a link principal.
  static func pairs(
    from source: CompartmentPolicy, to destination: CompartmentPolicy, isOutgoing: Bool
  ) -> [LinkHalves] {
    source.exports.compactMap { export in
      guard export.to == destination.compartment else { return nil }
      let entry = destination.imports.first {
        $0.from == source.compartment && $0.flow == export.flow
          && (export.link ?? $0.link) == $0.link
      }
      guard let entry, source.flows.contains(where: { $0.name == export.flow }),
        destination.principals.contains(where: { $0.name == entry.link && $0.role == .link })
      else { return nil }
      return LinkHalves(
        source: source, export: export, destination: destination, entry: entry,
        isOutgoing: isOutgoing)
    }
  }
}
