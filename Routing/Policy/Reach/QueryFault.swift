/// Why the text of a question is refused, and where in it.
package struct QueryFault: Error, Hashable, Sendable {
  /// Stable numbers, never reused.
  package enum Code: Int, Hashable, Sendable, CaseIterable {
    case tooLong = 2371
    case malformedText = 2372
    case unexpectedWord = 2373
    case unknownName = 2374
    case unknownCategory = 2375
    case ambiguousValue = 2376
    case malformedLabel = 2377
  }

  /// Bytes of a question.
  package static let bytesMax = 4_096

  package let code: Code
  /// From 1.
  package let line: Int
  /// From 1, in bytes.
  package let column: Int
  package let text: String

  init(_ code: Code, _ word: QueryWord, _ text: String) {
    self.code = code
    (line, column) = (word.line, word.column)
    self.text = text
  }
}

extension QueryFault: CustomStringConvertible {
  /// As compilers write it: `1:17: VGM-2374 …`.
  package var description: String { "\(line):\(column): VGM-\(code.rawValue) \(text)" }
}

/// One word of a question, and where it stands.
struct QueryWord: Hashable {
  var text = ""
  var line = 1
  var column = 1
}

/// The words of a question, read one after the other.
struct QueryWords {
  private let words: [QueryWord]
  private var place = 0
  /// Stands where the text ends.
  private let end: QueryWord

  /// Splits a text of at most ``QueryFault/bytesMax`` printable ASCII bytes, spaces and line feeds.
  init(_ text: String) throws(QueryFault) {
    guard text.utf8.count <= QueryFault.bytesMax else {
      throw QueryFault(.tooLong, QueryWord(), "longer than \(QueryFault.bytesMax) bytes")
    }
    var words: [QueryWord] = []
    var (word, cursor) = ([UInt8](), QueryWord())
    var start = cursor
    for byte in Array(text.utf8) + [UInt8(ascii: " ")] {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\n"):
        if !word.isEmpty {
          start.text = String(decoding: word, as: UTF8.self)
          words.append(start)
        }
        word = []
      case 0x21...0x7e:
        if word.isEmpty { start = cursor }
        word.append(byte)
      default: throw QueryFault(.malformedText, cursor, "a byte that is no printable ASCII")
      }
      if byte == UInt8(ascii: "\n") {
        cursor = QueryWord(line: cursor.line + 1)
      } else {
        cursor.column += 1
      }
    }
    cursor.column -= 1
    end = cursor
    self.words = words
  }

  /// The next word, not yet taken; empty at the end.
  var next: QueryWord { place < words.count ? words[place] : end }

  mutating func take() -> QueryWord {
    defer { place += 1 }
    return next
  }

  /// Takes these words.
  mutating func take(_ expected: String...) throws(QueryFault) {
    for text in expected {
      let word = take()
      guard word.text == text else {
        throw QueryFault(.unexpectedWord, word, "'\(text)' is needed here")
      }
    }
  }

  /// Takes one of these words.
  mutating func takeOne(of choices: [String]) throws(QueryFault) -> String {
    let word = take()
    guard choices.contains(word.text) else {
      let list = choices.map { "'\($0)'" }.joined(separator: " or ")
      throw QueryFault(.unexpectedWord, word, "\(list) is needed here")
    }
    return word.text
  }

  func finish() throws(QueryFault) {
    guard place >= words.count else {
      throw QueryFault(.unexpectedWord, next, "nothing more may stand here")
    }
  }
}
