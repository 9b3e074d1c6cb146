/// The little that a device stand-in must know of HL7 v2: where messages begin, their id, and what
/// was answered.
enum HL7Text {
  /// Splits a file into messages: each begins with `MSH` at the begin of a line, whatever ends
  /// lines.
  ///
  /// Segments are given back with CR ends, as MLLP wants them; a byte-order mark is left out.
  static func messages(in file: [UInt8]) -> [[UInt8]] {
    var found: [[UInt8]] = []
    for line in file.split(whereSeparator: { $0 == 0x0D || $0 == 0x0A }) {
      var line = line
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
      if line.starts(with: Array("MSH".utf8)) { found.append([]) }
      guard !found.isEmpty else { continue }
      found[found.count - 1] += line + [0x0D]
    }
    return found
  }

  /// MSH-10 of a message; empty when it has none.
  static func controlID(_ message: [UInt8]) -> String {
    field(9, ofSegment: "MSH", in: message) ?? ""
  }

  /// The message code, the first component of MSH-9.
  static func messageType(_ message: [UInt8]) -> String {
    let field = field(8, ofSegment: "MSH", in: message) ?? ""
    return String(field.prefix { $0 != "^" })
  }

  /// What an answer says: MSA-1 and the control id that it answers, MSA-2.
  static func acknowledgement(_ answer: [UInt8]) -> (code: String, of: String)? {
    guard let code = field(1, ofSegment: "MSA", in: answer) else { return nil }
    return (code, field(2, ofSegment: "MSA", in: answer) ?? "")
  }

  /// Split token `index` of the first segment of that name (for MSH the separator itself is no
  /// token).
  private static func field(_ index: Int, ofSegment name: String, in message: [UInt8]) -> String? {
    guard message.count > 4, message.starts(with: Array("MSH".utf8)) else { return nil }
    let separator = message[3]
    for segment in message.split(separator: 0x0D) {
      let fields = segment.split(separator: separator, omittingEmptySubsequences: false)
      guard let first = fields.first, first.elementsEqual(name.utf8), fields.count > index else {
        continue
      }
      return String(decoding: fields[index], as: UTF8.self)
    }
    return nil
  }
}
