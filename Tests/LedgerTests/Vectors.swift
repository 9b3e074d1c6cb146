import Cryptography
import Foundation
import Testing

/// Vectors that the Python client runs, too.
enum Vectors {
  static func load<File: Decodable>(_ name: String, as _: File.Type) throws -> File {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Vectors/\(name).json")
    return try JSONDecoder().decode(File.self, from: try Data(contentsOf: path))
  }
}

func hex(_ text: String) throws -> [UInt8] { try #require(Hexadecimal.decode(text)) }

func digest(_ text: String) throws -> Digest { try #require(Digest(try hex(text))) }
