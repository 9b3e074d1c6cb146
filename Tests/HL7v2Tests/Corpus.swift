import Foundation

/// Real messages that lie beside the project, where they do.
enum Corpus {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let folder = root.appendingPathComponent("../shared/corpora/hl7v2").standardized

  static let isThere = FileManager.default.fileExists(atPath: folder.path)

  static let vectors = root.appendingPathComponent("Adapters/HL7v2/Vectors")

  /// Vectors under settings of their own.
  static let sentinelVectors = vectors.appendingPathComponent("sentinels")

  /// The file is one message a line; segments end in CR inside it.
  static func simhospital() throws -> [[UInt8]] {
    let file = folder.appendingPathComponent("simhospital.hl7")
    return Array(try Data(contentsOf: file)).split(separator: 10).map { Array($0) }
      .filter { $0.count > 3 }
  }

  static func microsoft() throws -> [(name: String, bytes: [UInt8])] {
    let files = try FileManager.default.contentsOfDirectory(
      at: folder.appendingPathComponent("microsoft"), includingPropertiesForKeys: nil)
    return try files.sorted { $0.path < $1.path }.map { file in
      (file.lastPathComponent, Array(try Data(contentsOf: file)))
    }
  }
}
