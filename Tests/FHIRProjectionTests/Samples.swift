import AdapterKit
import Cryptography
import FHIRProjection
import Foundation
import HL7v2
import NormalizedFormat

/// Messages to project.
enum Samples {
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let module = root.appending(path: "Sources/FHIRProjection")
  static let corpus = root.appending(path: "../shared/corpora/hl7v2").standardizedFileURL
  static let hasCorpus = FileManager.default.fileExists(atPath: corpus.path)

  /// One observation with these values.
  static func message(_ values: [Value]) -> Message {
    var observation = Observation(
      code: Concept(codings: [Coding(system: .mdc, code: "147842", display: "MDC_ECG_HEART_RATE")]))
    observation.values = values
    observation.status = .final
    return message(observation)
  }

  /// A set of observations.
  static func message(_ observations: Observation...) -> Message {
    var set = ObservationSet()
    set.observations = observations
    return Message(
      provenance: Provenance(
        adapter: AdapterIdentity(name: "hl7v2", version: "1.0"),
        source: MessageSource(standard: "HL7v2")),
      content: .observations(Observations(sets: [set])))
  }

  /// What the adapter makes of the project's own vectors.
  static func vectors() throws -> [Message] {
    let folder = root.appending(path: "Adapters/HL7v2/Vectors")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return try files.filter { $0.hasSuffix(".hl7") }.sorted().flatMap { file in
      try messages(of: Array(try Data(contentsOf: folder.appending(path: file))))
    }
  }

  /// What it makes of one vector.
  static func vector(_ name: String) throws -> [Message] {
    let file = root.appending(path: "Adapters/HL7v2/Vectors/\(name).hl7")
    return try messages(of: Array(try Data(contentsOf: file)))
  }

  /// What it makes of the corpora that lie beside the project.
  static func corpora() throws -> [Message] {
    let hospital = try Data(contentsOf: corpus.appending(path: "simhospital.hl7"))
    var messages = try Array(hospital).split(separator: 10).filter { $0.count > 3 }
      .flatMap { try Self.messages(of: Array($0)) }
    let folder = corpus.appending(path: "microsoft")
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
      let bytes = Array(try Data(contentsOf: folder.appending(path: file)))
      messages += try Self.messages(of: bytes)
    }
    return messages
  }

  static func messages(of file: [UInt8]) throws -> [Message] {
    let adapter = try HL7v2Adapter(AdapterConfiguration())
    let context = IngestContext(
      received: 1_800_000_000_000, zone: LocalZone(minutes: 60), link: "test", subject: "test")
    return adapter.split(file).flatMap { part in
      let raw = RawMessage(bytes: part, digest: SHA256.hash(part).bytes)
      return adapter.ingest(raw, context: context).messages
    }
  }
}

/// A bundle as another JSON reader has it.
struct Document {
  let entries: [[String: Any]]
  let resources: [[String: Any]]

  init(_ bundle: FHIRBundle) throws {
    let object = try JSONSerialization.jsonObject(with: Data(bundle.bytes)) as? [String: Any]
    entries = object?["entry"] as? [[String: Any]] ?? []
    resources = entries.compactMap { $0["resource"] as? [String: Any] }
  }

  func all(_ type: String) -> [[String: Any]] {
    resources.filter { $0["resourceType"] as? String == type }
  }

  /// The resource that a reference names.
  func target(of reference: Any?) -> [String: Any]? {
    guard let url = (reference as? [String: Any])?["reference"] as? String else { return nil }
    return entries.first { $0["fullUrl"] as? String == url }?["resource"] as? [String: Any]
  }
}

/// Enough of two texts to see where they part.
enum Excerpt {
  static func of(_ bytes: [UInt8], at offset: Int) -> String {
    String(decoding: bytes[max(0, offset - 120)..<min(bytes.count, offset + 160)], as: UTF8.self)
  }

  static func difference(_ left: String, _ right: String) -> String {
    let one = Array(left.utf8)
    let other = Array(right.utf8)
    let place =
      zip(one, other).enumerated().first { $1.0 != $1.1 }?.offset ?? min(one.count, other.count)
    return "\(of(one, at: place))\n⟷\n\(of(other, at: min(place, other.count)))"
  }
}
