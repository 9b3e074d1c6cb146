import CBOR
import Foundation
import Testing

/// A file of `Vectors/`: `name: value` lines, an empty line, bytes as hexadecimal digits.
struct Vector: CustomTestStringConvertible, Sendable {
  let name: String
  let fields: [String: String]
  let bytes: [UInt8]

  var admitsTags: Bool { fields["tags"] == "admitted" }
  var testDescription: String { name }

  static let all: [Vector] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.sorted().compactMap { Vector(folder.appending(path: $0)) }
  }()

  static let accepted = all.filter { $0.fields["expect"] == "accept" }
  static let refused = all.filter { $0.fields["expect"] != "accept" }

  private init?(_ file: URL) {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
    let parts = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let bytes = hex(parts[1]) else { return nil }
    name = file.lastPathComponent
    self.bytes = bytes
    fields = Dictionary(
      uniqueKeysWithValues: parts[0].split(separator: "\n").compactMap { line in
        let halves = line.split(separator: ":", maxSplits: 1)
        return halves.count == 2
          ? (String(halves[0]), halves[1].trimmingCharacters(in: .whitespaces)) : nil
      })
  }
}

/// Bytes from hexadecimal digits with white space between; nil if there is anything else.
func hex(_ text: some StringProtocol) -> [UInt8]? {
  let digits = text.filter { !$0.isWhitespace }.map(\.hexDigitValue)
  guard digits.count.isMultiple(of: 2) else { return nil }
  var bytes: [UInt8] = []
  for index in stride(from: 0, to: digits.count, by: 2) {
    guard let high = digits[index], let low = digits[index + 1] else { return nil }
    bytes.append(UInt8(high << 4 | low))
  }
  return bytes
}

/// The corpora beside the project, where they are present.
enum Corpus {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/corpora").standardized

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: path).path)
  }

  static func json(_ path: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appending(path: path)))
  }
}
