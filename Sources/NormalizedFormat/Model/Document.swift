/// Content kind 6: a document or news of one; FHIR DocumentReference, MDM, TXA.
public struct Document: Equatable, Sendable {
  /// TXA-2, table 0270.
  public var type: Concept?
  /// TXA-12.
  public var identifiers: [Identifier] = []
  /// TXA-13.
  public var parentIdentifiers: [Identifier] = []
  /// TXA-14.
  public var placerIdentifiers: [Identifier] = []
  /// TXA-15.
  public var fillerIdentifiers: [Identifier] = []
  /// The source's own event, T01 to T11; MSH-9.2.
  public var trigger: String?
  /// FHIR DocumentReference.docStatus.
  public var status: DocumentStatus?
  /// TXA-17, table 0271.
  public var completion: Concept?
  /// TXA-18, table 0272.
  public var confidentiality: Concept?
  /// TXA-19, table 0273.
  public var availability: Concept?
  /// TXA-20, table 0275.
  public var storage: Concept?
  /// TXA-3, table 0191.
  public var presentation: String?
  /// TXA-4.
  public var activity: Timestamp?
  /// TXA-6.
  public var originated: Timestamp?
  /// TXA-7.
  public var transcribed: Timestamp?
  /// TXA-8.
  public var edited: [Timestamp] = []
  /// TXA-9.
  public var authors: [Practitioner] = []
  /// TXA-10, TXA-22.
  public var authenticators: [Practitioner] = []
  /// TXA-11.
  public var transcriptionists: [Practitioner] = []
  /// TXA-5.
  public var providers: [Practitioner] = []
  /// TXA-23.
  public var copiesTo: [Practitioner] = []
  /// TXA-16.
  public var fileName: String?
  /// TXA-21.
  public var changeReason: String?
  /// TXA-25.
  public var title: String?
  /// OBX of the document.
  public var parts: [Observation] = []
  /// ORC and OBR of the document.
  public var orders: [Order] = []
  /// NTE of the document.
  public var notes: [Note] = []
  /// What else the source said.
  public var details: [NamedField] = []

  /// Makes an empty one; what is known is set on it.
  public init() {}
}
