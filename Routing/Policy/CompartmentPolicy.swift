package import Labels

/// What one compartment's authority decided: its flows, its principals, and its half of every link.
///
/// A plain document; it grants nothing until a verifier has made it a verified one.
package struct CompartmentPolicy: Hashable, Sendable {
  package var site: String
  package var compartment: String
  package var edition: Edition
  package var flows: [Flow] = []
  package var principals: [Principal] = []
  package var exports: [Export] = []
  package var imports: [Import] = []
  package var denies: [Deny] = []
  /// Who may introduce principals without a new version.
  package var issuers: [Issuer] = []
  /// What officers may open in an emergency.
  package var breakGlass: [BreakGlassTemplate] = []

  package init(site: String, compartment: String, edition: Edition) {
    self.site = site
    self.compartment = compartment
    self.edition = edition
  }
}

/// A family of messages with one promise and one range of labels.
package struct Flow: Hashable, Sendable {
  package var name: String
  package var service: ServiceClass
  /// The least protection: no message below it.
  package var floor: Label
  /// The most sensitive content: no message above it. Its release lists say nothing.
  package var ceiling: Label
  /// What adapters put on messages when nothing says otherwise.
  package var defaultLabel: Label
  /// Seconds.
  package var retention: Int64
  /// Whether it goes on when the documents are frozen.
  package var isCritical: Bool
  /// What whoever publishes into it must be, one of these; empty for any.
  package var equipment: [EquipmentRequirement] = []

  package init(
    name: String, service: ServiceClass, labels: (floor: Label, ceiling: Label, default: Label),
    retention: Int64, isCritical: Bool = false
  ) {
    self.name = name
    self.service = service
    floor = labels.floor
    ceiling = labels.ceiling
    defaultLabel = labels.default
    self.retention = retention
    self.isCritical = isCritical
  }
}
