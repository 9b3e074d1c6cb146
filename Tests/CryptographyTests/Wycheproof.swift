import Cryptography
import Foundation

/// The vectors of C2SP/wycheproof, which stand beside the project and are no part of it.
struct Wycheproof<Group: Decodable>: Decodable {
  let testGroups: [Group]

  static func isPresent(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: path(name))
  }

  static func load(_ name: String) throws -> [Group] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path(name)))
    return try JSONDecoder().decode(Wycheproof.self, from: data).testGroups
  }

  private static func path(_ name: String) -> String {
    let package = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return package.path + "/../shared/corpora/crypto/wycheproof-\(name)_test.json"
  }
}

/// Bytes that stand in a vector file as hexadecimal digits.
struct Hex: Decodable {
  let bytes: [UInt8]

  init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let bytes = Hexadecimal.decode(text) else { throw CocoaError(.coderReadCorrupt) }
    self.bytes = bytes
  }
}

/// The bytes of hexadecimal digits written in a test.
func hex(_ text: String) throws -> [UInt8] {
  guard let bytes = Hexadecimal.decode(text.filter { !$0.isWhitespace }) else {
    throw CocoaError(.coderReadCorrupt)
  }
  return bytes
}
