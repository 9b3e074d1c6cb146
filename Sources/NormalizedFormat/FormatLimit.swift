/// Every bound of the format, in one place.
///
/// A decoder refuses what lies beyond, before it allocates.
public enum FormatLimit {
  /// Bytes of one encoded message: the largest frame of the cell's protocol, less its own overhead.
  public static let messageBytesMax = 1 << 20
  /// Raw bytes of one quarantine message; what is longer is quarantined in pieces. A piece and what
  /// is said beside it fit the payload of a signed message (512 KiB).
  public static let quarantineBytesMax = 480 << 10
  /// Maps within maps; the deepest content of the corpora needs 12.
  public static let depthMax = 24
  /// Items of one array, samples of a waveform aside.
  public static let itemsMax = 1 << 16
  /// Samples of one waveform: four minutes at 1,000 a second.
  public static let samplesMax = 1 << 18
  /// What the parts of one message may take in memory besides their text and bytes, which can't be
  /// more than the message itself. Without it a megabyte of empty observations would take more than
  /// half a gigabyte.
  public static let decodedBytesMax = 48 << 20
  /// First and last millisecond of the years 1 to 9999, the calendar of FHIR and HL7 v2.
  public static let milliseconds: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999
  /// Minutes east of UTC.
  public static let zoneMinutes: ClosedRange<Int16> = -1_439...1_439
}
