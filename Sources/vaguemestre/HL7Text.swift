/// The little that a device stand-in must know of HL7 v2: where messages begin, their id, and what
/// was answered.
enum HL7Text {
  /// Splits a file into messages: each begins with `MSH` at the begin of a line, whatever ends
  /// lines.
  ///
  /// Segments are given back with CR ends, as MLLP wants them; a byte-order mark is left out.
  static func messages(in file: [UInt8]) -> [[UInt8]] {
    var found: [[UInt8]] = []
    for line in lines(of: file) {
      if line.starts(with: Array("MSH".utf8)) { found.append([]) }
      guard !found.isEmpty else { continue }
      found[found.count - 1] += line + [0x0D]
    }
    return found
  }

  /// MSH-10 of a message; empty when it has none.
  static func controlID(_ message: [UInt8]) -> String { field(10, in: message) }

  /// The message code, the first component of MSH-9.
  static func messageType(_ message: [UInt8]) -> String {
    String(field(9, in: message).prefix { $0 != "^" })
  }

  /// Whether its sender tells this message from every other: the same bytes are the same message
  /// then, and without it perhaps a second event.
  static func isNamed(_ message: [UInt8]) -> Bool {
    !controlID(message).isEmpty && !field(7, in: message).isEmpty
  }

  /// Whether the message asks that nothing be answered when it was accepted (MSH-15 and MSH-16,
  /// table 0155), or is itself an answer.
  static func asksForSilence(_ message: [UInt8]) -> Bool {
    if ["ACK", "MCF"].contains(messageType(message)) { return true }
    let conditions = [15, 16].map { String(field($0, in: message).prefix { $0 != "^" }) }
    return conditions != ["", ""] && conditions.allSatisfy { ["", "NE", "ER"].contains($0) }
  }

  /// What an answer says of a message: MSA-1, the control id that it answers, MSA-3.
  struct Acknowledgement: Equatable {
    let code: String
    let controlID: String
    let text: String
  }

  /// Every `MSA` of an answer: a batch is answered by a batch.
  static func acknowledgements(in answer: [UInt8]) -> [Acknowledgement] {
    var separator: UInt8?
    var found: [Acknowledgement] = []
    for line in lines(of: answer) {
      if line.starts(with: Array("MSH".utf8)), line.count > 3 {
        separator = line[line.startIndex + 3]
      }
      guard let separator, line.starts(with: Array("MSA".utf8) + [separator]) else { continue }
      let fields = line.split(separator: separator, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      found.append(
        Acknowledgement(
          code: fields[1], controlID: fields.count > 2 ? fields[2] : "",
          text: fields.count > 3 ? fields[3] : ""))
    }
    return found
  }

  /// A field of the first `MSH`, wherever that stands: a part of a batch has `BHS` before it.
  private static func field(_ number: Int, in message: [UInt8]) -> String {
    for line in lines(of: message) where line.starts(with: Array("MSH".utf8)) && line.count > 3 {
      // The separator is field 1, so that split token n is field n + 1.
      let fields = line.split(
        separator: line[line.startIndex + 3], maxSplits: number, omittingEmptySubsequences: false)
      return fields.count >= number ? String(decoding: fields[number - 1], as: UTF8.self) : ""
    }
    return ""
  }

  /// Lines, whatever ends them, without byte-order marks and blanks at their begin.
  private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split { $0 == 0x0D || $0 == 0x0A }.map { line in
      var line = line
      while true {
        if line.starts(with: [0xEF, 0xBB, 0xBF]) {
          line = line.dropFirst(3)
        } else if line.first == 0x20 || line.first == 0x09 {
          line = line.dropFirst()
        } else {
          return line
        }
      }
    }
  }
}
