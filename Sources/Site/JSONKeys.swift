import Foundation

/// The keys of a JSON text (RFC 8259) that a decoder has read already: it takes one of two equal
/// keys and says nothing, and which one differs from decoder to decoder.
struct JSONKeys {
  /// Whether a key stands twice in one object.
  let haveDuplicate: Bool

  init(_ bytes: [UInt8]) {
    var objects: [Set<String>] = []
    var place = 0
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): objects.append([])
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = objects.popLast()
      case UInt8(ascii: "\""):
        let end = Self.end(ofStringAt: place, in: bytes)
        if Self.isKey(endingAt: end, in: bytes), let last = objects.indices.last,
          !objects[last].insert(Self.text(bytes[place..<end])).inserted
        {
          haveDuplicate = true
          return
        }
        place = end - 1
      default: break
      }
      place += 1
    }
    haveDuplicate = false
  }

  /// The place behind the closing quote.
  private static func end(ofStringAt start: Int, in bytes: [UInt8]) -> Int {
    var place = start + 1
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(place + 1, bytes.count)
  }

  private static func isKey(endingAt end: Int, in bytes: [UInt8]) -> Bool {
    bytes[end...].first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) } == UInt8(ascii: ":")
  }

  /// Without its escapes, so that a second spelling is no second key.
  private static func text(_ quoted: ArraySlice<UInt8>) -> String {
    (try? JSONDecoder().decode(String.self, from: Data(quoted)))
      ?? String(decoding: quoted, as: UTF8.self)
  }
}
