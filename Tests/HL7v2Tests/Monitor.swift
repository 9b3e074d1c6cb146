import AdapterKit
import AdapterTesting
import HL7v2
import NormalizedFormat
import Testing

/// A bedside monitor that sends the same rows with other values each time.
struct Monitor {
  var bed: Int
  /// Rows besides the MDS.
  var rows = 6

  private static let metrics = [
    ("147842^MDC_ECG_HEART_RATE^MDC", "264864^MDC_DIM_BEAT_PER_MIN^MDC"),
    ("150456^MDC_PULS_OXIM_SAT_O2^MDC", "262688^MDC_DIM_PERCENT^MDC"),
    ("150344^MDC_TEMP^MDC", "268192^MDC_DIM_DEGC^MDC"),
  ]

  /// A message of the monitor; `number` tells its values, times and ids.
  func message(_ number: Int) -> String {
    let second = "\(100 + number % 60)".suffix(2)
    let minute = "\(100 + number / 60 % 60)".suffix(2)
    let time = "2026112412\(minute)\(second).\(100 + number % 900)+0100"
    let id = "M\(bed)-\(number)"
    let device = "080019FFFE14\(1000 + bed)^EUI-64"
    var lines = [
      "MSH|^~\\&|MONITOR^\(device)|ICU|VGM||\(time)||ORU^R01^ORU_R01|\(id)|P|2.6|||NE|AL||"
        + "UNICODE UTF-8|||IHE_PCD_001^IHE PCD^1.3.6.1.4.1.19376.1.6.1.1.1^ISO",
      "PID|1||7001\(bed)^^^HOPITAL&1.2.250.1.71.4.2.2&ISO^PI||NÉ\(bed)^Awa^^^^^L||19520304|F",
      "PV1|1|I|ICU^12^\(bed)||||||||||||||||||||||||||||||||||||||||20261120080000",
      "OBR|1|\(id)^MONITOR^\(device)|\(id)^MONITOR^\(device)|182777000^monitoring^SCT|||\(time)|"
        + time,
      "OBX|1||69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC|1.0.0.0|||||||X",
    ]
    for row in 0..<rows {
      let (code, unit) = Self.metrics[row % Self.metrics.count]
      let value = row.isMultiple(of: 2) ? "\(60 + (number * 7 + row) % 90)" : "36.\(number % 100)"
      // Some rows have the time of the OBR.
      let own = row % 3 == 2 ? "" : time
      lines.append(
        "OBX|\(row + 2)|NM|\(code)|1.1.\(row + 1).1|\(value)|\(unit)|50-120||||R|||\(own)"
          + "||||\(device)")
    }
    return lines.joined(separator: "\r") + "\r"
  }
}

/// An adapter that remembers, beside the mapping: whatever comes, both give the same bytes.
struct Twin {
  let adapter: HL7v2Adapter
  var context = Conformance<HL7v2Adapter>.context
  private static let limit = FormatLimit.messageBytesMax

  init(_ settings: [String: String] = [:], _ limits: TemplateLimits = TemplateLimits()) throws {
    adapter = try HL7v2Adapter(AdapterConfiguration(settings), templates: limits)
  }

  /// Takes a message both ways; says whether a template wrote it.
  @discardableResult
  func take(
    _ bytes: [UInt8], received: Int64? = nil, _ about: String = "",
    at location: SourceLocation = #_sourceLocation
  ) -> Bool {
    let context = IngestContext(
      received: received ?? self.context.received, zone: self.context.zone,
      link: self.context.link, subject: self.context.subject)
    let digest = (0..<32).map { UInt8(truncatingIfNeeded: bytes.count &* 31 &+ $0) }
    let raw = RawMessage(bytes: bytes, digest: digest)
    let mapped = Result { () throws(AdapterError) in
      try adapter.normalize(raw, context: context).messages
    }
    let translated = Result { () throws(AdapterError) in
      try adapter.translate(raw, context: context)
    }
    switch (mapped, translated) {
    case (.success(let messages), .success(let written)):
      let left = messages.map { $0.encoded(upTo: Self.limit) }
      let isSame =
        left == written.map { $0.encoded(upTo: Self.limit) }
        && messages.map(\.content.name) == written.map(\.kind)
      #expect(isSame, "\(about): another encoding", sourceLocation: location)
      return written.contains { $0.isEncoding }
    case (.failure(let left), .failure(let right)):
      #expect(left == right, "\(about)", sourceLocation: location)
    default: Issue.record("\(about): refused one way only", sourceLocation: location)
    }
    return false
  }

  /// The same for text, with segments a line or in CR.
  @discardableResult
  func take(
    _ text: String, received: Int64? = nil, at location: SourceLocation = #_sourceLocation
  ) -> Bool {
    let bytes = Array(text.split(separator: "\n").joined(separator: "\r").utf8)
    return take(bytes, received: received, text, at: location)
  }
}
