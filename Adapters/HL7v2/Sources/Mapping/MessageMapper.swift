import AdapterKit
import NormalizedFormat

/// Cuts one source message by the patients that it is about, and makes a normalized message of each
/// part.
struct MessageMapper {
  private let source: SourceMessage
  private let raw: RawMessage
  /// What is true of every part: MSH, and SFT and UAC before the first patient.
  private var header: MessageHeader
  private var ordinals = UnknownOrdinals()
  private let textBytesMax: Int

  /// Most messages of one source: they become durable together, and more no link hands over.
  private static let messagesMax = 4_096

  /// Reads the header; a message that does not say what it is can't be mapped.
  init(_ source: SourceMessage, raw: RawMessage) throws(AdapterError) {
    self.source = source
    self.raw = raw
    textBytesMax = source.textBytesLeft
    let segment = source.segment(source.header)
    header = MessageHeader(segment)
    guard !header.code.isEmpty else {
      throw AdapterError(
        .typeMissing, place: "MSH-9", offset: Int(source.segments[segment.position].start))
    }
    source.isDeviceData = DeviceData.isDeviceData(header, source)
  }

  /// One message, or one for each patient.
  mutating func messages() throws(AdapterError) -> [Message] {
    let parts = try MessagePart.parts(of: source, PatientStructure(header))
    let device = source.isDeviceData ? DeviceData.device(source) : nil
    let first = source.segments.firstIndex { $0.name == "PID" } ?? source.segments.count
    readSoftware(before: first)
    // The header's text stands in each message.
    guard parts.count <= Self.messagesMax,
      (textBytesMax - source.textBytesLeft) * (parts.count - 1) <= textBytesMax
    else { throw AdapterError(.limit) }
    return parts.map { message($0, device) }
  }

  private mutating func message(_ part: MessagePart, _ device: Device?) -> Message {
    source.reread(part.shared)
    var assembly = MessageAssembly(source, header, oneDevice: device != nil)
    for position in part.positions { assembly.take(source.segment(position), &ordinals) }
    return assembly.message(
      of: raw, device: device, account: source.takeLedger(over: part.counted))
  }

  /// SFT and UAC speak of the whole message.
  private mutating func readSoftware(before end: Int) {
    for position in 0..<end {
      let segment = source.segment(position)
      if segment.name == "SFT" || segment.name == "UAC" { header.add(segment) }
    }
  }
}

/// Which segment of its name one is, among those that a message tells apart by that.
struct SegmentOrdinals {
  private var seen: [SegmentName: Int]

  private init(_ seen: [SegmentName: Int]) { self.seen = seen }

  /// Of a message, which has a place for the first of each of these.
  static let ofMessage = SegmentOrdinals(["PID": 1, "PD1": 1, "PV1": 1, "PV2": 1])

  /// Of one patient, nothing of whom has come.
  static let ofPatient = SegmentOrdinals([:])

  /// The number of the next segment of a name.
  mutating func next(_ name: SegmentName) -> Int {
    seen[name, default: 0] += 1
    return seen[name, default: 1]
  }
}

/// Which of its name each segment is that nobody understands. A source without any costs nothing.
struct UnknownOrdinals {
  private var known: [Int: Int]?

  /// The number of a segment, the same in each message that it stands in. The first MSH is the
  /// header.
  mutating func number(of segment: Segment) -> Int {
    let all = known ?? Self.count(segment.source)
    known = all
    return all[segment.position] ?? 1
  }

  private static func count(_ source: SourceMessage) -> [Int: Int] {
    var seen: [SegmentName: Int] = [:]
    var numbers: [Int: Int] = [:]
    for (position, segment) in source.segments.enumerated()
    where segment.name == .none || segment.name.isLocal || segment.name == "MSH" {
      seen[segment.name, default: 0] += 1
      numbers[position] = seen[segment.name]
    }
    return numbers
  }
}
