/// A normalized message: who made it and how, whom it is about, what it says, and what was left
/// out.
///
/// One message of a source gives one of these (or several where it is about several patients).
public struct Message: Equatable, Sendable {
  /// The version of the format that this module writes, and the only one that it reads.
  public static let currentVersion: UInt32 = 1

  /// Version of the format; see the README for what a reader does with another one.
  public var formatVersion: UInt32 = Message.currentVersion
  /// How the message came to be.
  public var provenance: Provenance
  /// Whom it is about; absent where it is about nobody, or where the source did not say.
  public var patient: Patient?
  /// The stay or visit.
  public var encounter: Encounter?
  /// What it says.
  public var content: Content
  /// What became of every field of the source; absent only where there was no source to translate.
  public var loss: LossLedger?
  /// Fields that the source says to delete (`""` in HL7 v2): paths of the JSON form, such as
  /// `patient.maritalStatus`. A field that is absent and not named here is unchanged.
  public var cleared: [String] = []

  /// Makes one with what it must have; the rest is set on it.
  public init(provenance: Provenance, content: Content) {
    self.provenance = provenance
    self.content = content
  }
}
