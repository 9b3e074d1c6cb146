import Cryptography
import Foundation

/// The committed vectors: JSON that any implementation can run.
struct VectorFile: Codable {
  /// What to check with: the keys that are known, by id.
  let keys: [String: String]
  let vectors: [Vector]

  struct Vector: Codable {
    /// The claim, in words.
    let name: String
    /// The message, hexadecimal.
    let message: String
    /// `valid`, or the code of the refusal.
    let expect: String
    /// What a valid one says; nil for others.
    let content: Content?
  }

  struct Content: Codable, Equatable {
    let site: String
    let compartment: String
    let flow: String
    let subject: String
    let epoch: UInt64
    let sequence: UInt64
    let issuedAt: Int64
    /// Hexadecimal.
    let label: String
    /// Hexadecimal.
    let payload: String
  }

  static let path = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("Vectors/messages.json").path

  static func read() throws -> VectorFile {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try JSONDecoder().decode(VectorFile.self, from: data)
  }

  func write() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try (encoder.encode(self) + Data("\n".utf8)).write(to: URL(fileURLWithPath: Self.path))
  }
}
