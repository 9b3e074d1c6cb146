import AdapterKit
import NormalizedFormat

/// One acknowledgement message.
struct Reply {
  /// Who answers: the keeper of the bytes, or the application.
  enum Level: UInt8 {
    case accept = 0x43
    case application = 0x41
  }

  /// The message, every segment ended by `CR`.
  let bytes: [UInt8]

  /// Answers a message; without a header it answers with what is left to say.
  init(
    _ header: HeaderLine?, _ verdict: Verdict, _ level: Level, _ context: ReplyContext, index: Int
  ) {
    var writer = ReplyWriter(header?.delimiters ?? .recommended)
    writer.header(to: header, level, context, index: index)
    writer.segment("MSA")
    // Without a header there is nobody to speak of levels with: the original mode's AR.
    writer.field([level.rawValue, verdict.word.rawValue])
    writer.field(header?.raw(10) ?? [])
    let version = header?.raw(12, component: 1) ?? []
    // What is accepted into quarantine has no ERR, which many senders take for a refusal.
    let isTold = verdict.code != nil && (!Self.isAtLeast("2.7", version) || version.isEmpty)
    if let reason = isTold ? verdict.code : verdict.kept {
      writer.field(Array("VGM-\(reason)".utf8))
    }
    writer.endSegment()
    if let code = verdict.code, Self.isAtLeast("2.5", version) || version.isEmpty {
      writer.error(verdict, code)
    }
    bytes = writer.bytes
  }

  /// Compares versions such as `2.5.1` part by part.
  private static func isAtLeast(_ least: String, _ version: [UInt8]) -> Bool {
    let parts = { (text: String) in text.split(separator: ".").map { Int($0) ?? 0 } }
    return !parts(String(decoding: version, as: UTF8.self)).lexicographicallyPrecedes(parts(least))
  }
}

/// The answer to a whole batch: one entry a message inside `BHS` and `BTS` (v2.9 §2.10.3.3).
struct BatchReply {
  let bytes: [UInt8]

  init(to frame: [UInt8], _ answers: [[UInt8]], _ context: ReplyContext) {
    let header = HeaderLine(frame, name: "BHS") ?? HeaderLine(frame, name: "FHS")
    var writer = ReplyWriter(header?.delimiters ?? .recommended)
    writer.segment("BHS", isHeader: true)
    for number in [5, 6, 3, 4] { writer.field(header?.raw(number) ?? []) }
    writer.field(ReplyWriter.time(context.now))
    for _ in 8...10 { writer.field([]) }
    writer.field(ReplyWriter.identifier(context, answers.count))
    writer.field(header?.raw(11) ?? [])
    writer.endSegment()
    let trailer = "BTS"
    bytes =
      writer.bytes + answers.flatMap { $0 }
      + Array(trailer.utf8) + [writer.delimiters.field] + Array(String(answers.count).utf8)
      + [ASCII.cr]
  }
}
