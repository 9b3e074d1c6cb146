import AdapterKit
import NormalizedFormat

/// Cuts one source message by the patients that it is about, and makes a normalized message of each
/// part.
struct MessageMapper {
  private let source: SourceMessage
  private let raw: RawMessage
  /// What is true of every part: MSH, and SFT and UAC before the first patient.
  private var header: MessageHeader
  private var ordinals = SegmentOrdinals()
  private let textBytesMax: Int

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
    let parts = patients()
    let device = source.isDeviceData ? DeviceData.device(source) : nil
    readSoftware(
      before: parts[0].first { source.segments[$0].name == "PID" } ?? parts[0].upperBound)
    let shared = header
    // The header's text stands in each message.
    guard (textBytesMax - source.textBytesLeft) * (parts.count - 1) <= textBytesMax else {
      throw AdapterError(.limit)
    }
    return parts.map { part in
      var assembly = MessageAssembly(source, shared, oneDevice: device != nil)
      for position in part { assembly.take(source.segment(position), &ordinals) }
      return assembly.message(
        of: raw, device: device, account: source.takeLedger(over: part))
    }
  }

  /// SFT and UAC speak of the whole message.
  private mutating func readSoftware(before end: Int) {
    for position in 0..<end {
      let segment = source.segment(position)
      if segment.name == "SFT" || segment.name == "UAC" { header.add(segment) }
    }
  }

  /// The segments of each patient: a part begins at each PID but the first. Two PIDs of one swap or
  /// link stay together.
  private func patients() -> [Range<Int>] {
    let end = source.segments.count
    guard header.code != "ADT" || !AdmissionBuilder.holdsTwoPatients(header.trigger) else {
      return [0..<end]
    }
    var parts: [Range<Int>] = []
    var start = 0
    var hasPatient = false
    for (position, segment) in source.segments.enumerated() where segment.name == "PID" {
      if hasPatient {
        parts.append(start..<position)
        start = position
      }
      hasPatient = true
    }
    parts.append(start..<end)
    return parts
  }
}

/// Which segment of its name one is, among those that are told apart by that.
struct SegmentOrdinals {
  private var seen: [SegmentName: Int] = ["MSH": 1]

  /// The number of the next segment of a name.
  mutating func next(_ name: SegmentName) -> Int {
    seen[name, default: 0] += 1
    return seen[name, default: 1]
  }
}
