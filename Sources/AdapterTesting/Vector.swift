public import AdapterKit
public import Foundation

/// One example: bytes as a device sends them, and what must come of them.
public struct Vector: Sendable {
  /// What must come of a vector's bytes.
  public enum Expectation: Sendable {
    /// These messages, in the JSON of the normalized format, one after the other.
    case messages(json: String)
    /// A refusal with this code, and at this offset where the vector says one.
    case refusal(AdapterError.Code, offset: Int?)
    /// Nothing is known yet: the golden file is still to be written.
    case open
  }

  /// The file's name without its extension.
  public let name: String
  /// The bytes of one frame, without the frame.
  public let bytes: [UInt8]
  /// What must come of them.
  public let expectation: Expectation

  /// A vector.
  public init(name: String, bytes: [UInt8], expectation: Expectation) {
    self.name = name
    self.bytes = bytes
    self.expectation = expectation
  }
}

/// Why a folder of vectors can't be used.
public enum VectorError: Error, Equatable {
  /// A `.vector` file without `expect: refused` and a known `code:`, or without the blank line
  /// after its head.
  case head(file: String)
}

extension Vector {
  /// Reads a folder: `NAME.<messageExtension>` with its golden `NAME.json`, and `NAME.vector` for
  /// what must be refused: lines of `expect: refused`, `code: 1002`, `offset: 0`, a blank line,
  /// then the bytes.
  public static func folder(_ url: URL, messageExtension: String) throws -> [Vector] {
    let files = try FileManager.default.contentsOfDirectory(
      at: url, includingPropertiesForKeys: nil)
    var vectors: [Vector] = []
    for file in files.sorted(by: { $0.path < $1.path }) {
      let name = file.deletingPathExtension().lastPathComponent
      if file.pathExtension == messageExtension {
        let golden = url.appendingPathComponent(name + ".json")
        let json = try? String(contentsOf: golden, encoding: .utf8)
        vectors.append(
          Vector(
            name: name, bytes: Array(try Data(contentsOf: file)),
            expectation: json.map { .messages(json: $0) } ?? .open))
      } else if file.pathExtension == "vector" {
        vectors.append(try refused(name, Array(try Data(contentsOf: file))))
      }
    }
    return vectors
  }

  /// The settings that a folder's vectors need: lines of `name: value` in its file `settings`; none
  /// without one.
  public static func settings(of folder: URL) throws -> [String: String] {
    let file = folder.appendingPathComponent("settings")
    guard FileManager.default.fileExists(atPath: file.path) else { return [:] }
    var settings: [String: String] = [:]
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { throw VectorError.head(file: "settings") }
      settings[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    return settings
  }

  private static func refused(_ name: String, _ file: [UInt8]) throws -> Vector {
    var head: [String: String] = [:]
    var rest = file[...]
    while let end = rest.firstIndex(of: 0x0A) {
      let line = String(decoding: rest[..<end], as: UTF8.self)
      rest = rest[(end + 1)...]
      if line.isEmpty { break }
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { throw VectorError.head(file: name) }
      head[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    guard head["expect"] == "refused", let number = head["code"].flatMap({ UInt16($0) }),
      let code = AdapterError.Code(rawValue: number)
    else { throw VectorError.head(file: name) }
    return Vector(
      name: name, bytes: Array(rest),
      expectation: .refusal(code, offset: head["offset"].flatMap { Int($0) }))
  }
}
