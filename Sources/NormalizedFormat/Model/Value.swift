/// What an observation found; FHIR Observation.value[x], OBX-5 by OBX-2.
public enum Value: Equatable, Sendable {
  /// A number with its unit; NM, SN, CQ.
  case quantity(Quantity)
  /// A code; CE, CWE, IS.
  case concept(Concept)
  /// Text; ST, TX, FT.
  case text(String)
  /// A moment; DT, DTM, TS.
  case time(Timestamp)
  /// A time of day as `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fff`; TM.
  case timeOfDay(String)
  /// From when to when; DR.
  case period(Period)
  /// From low to high; NR, SN.
  case range(ValueRange)
  /// A ratio; SN.
  case ratio(Ratio)
  /// Samples; NA.
  case sampledArray(SampledArray)
  /// Bytes or where to find them; ED, RP.
  case attachment(MediaAttachment)
  /// Yes or no.
  case boolean(Bool)
  /// Ids; EI, CX.
  case identifier(Identifier)

  /// Whether a text is one that ``timeOfDay(_:)`` may have.
  public static func isTimeOfDay(_ text: String) -> Bool { TimeOfDay.isTime(text) }
}
