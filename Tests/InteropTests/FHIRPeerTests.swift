import AdapterKit
import Cryptography
import FHIRProjection
import Foundation
import HL7v2
import NormalizedFormat
import NormalizedFormatTesting
import ProgramTesting
import Testing

/// The projection by others: `fhir.resources` of PyPI (R4B) reads every bundle, and invariants of
/// FHIR R4 that it does not know are checked beside it.
@Suite(.enabled(if: FHIRPeer.isInstalled, "fhir.resources could not be installed"))
struct FHIRPeerTests {
  @Test func `the bundles of all vectors are valid`() throws {
    let folder = Peers.root.appending(path: "Adapters/HL7v2/Vectors")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".hl7") }.map { folder.appending(path: $0) }
    try FHIRPeer.expectValid(try files.flatMap { try FHIRPeer.messages(of: $0) }, atLeast: 20)
  }

  @Test(arguments: FormatSchema.contents.indices)
  func `the bundles of random messages of a kind are valid`(kind: Int) throws {
    let messages = try (0..<10 as Range<UInt64>).map { seed in
      try Message(
        decoding: RandomMessage.bytes(seed: 5_000 + seed, kind: kind, density: seed % 5 * 20 + 10))
    }
    try FHIRPeer.expectValid(messages, atLeast: 10)
  }

  @Test(.enabled(if: Peers.hasCorpus, "corpora are missing"))
  func `every corpus message is projected, is valid, and comes back`() throws {
    let folder = Peers.corpus.appending(path: "microsoft")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let messages =
      try FHIRPeer.lines(of: Peers.corpus.appending(path: "simhospital.hl7"))
      .flatMap { try FHIRPeer.messages(of: $0) }
      + files.flatMap { try FHIRPeer.messages(of: folder.appending(path: $0)) }
    for (number, message) in messages.enumerated() {
      try #require(
        try FHIRBundle(FHIRBundle(of: message).bytes).message == message, "message \(number)")
    }
    try FHIRPeer.expectValid(messages, atLeast: 669)
  }
}

/// `fhir.resources` in the environment of the peers.
enum FHIRPeer {
  static let isInstalled: Bool = {
    guard Peers.areInstalled else { return false }
    let result = try? Programs.run(Peers.python, ["-c", "import fhir.resources.R4B.bundle"])
    return result?.status == 0
  }()

  static func messages(of file: URL) throws -> [Message] {
    try messages(of: Array(try Data(contentsOf: file)))
  }

  static func messages(of bytes: [UInt8]) throws -> [Message] {
    let adapter = try HL7v2Adapter(AdapterConfiguration())
    let context = IngestContext(
      received: 1_800_000_000_000, zone: LocalZone(minutes: 60), link: "test", subject: "test")
    return adapter.split(bytes).flatMap { part in
      let raw = RawMessage(bytes: part, digest: SHA256.hash(part).bytes)
      return adapter.ingest(raw, context: context).messages
    }
  }

  /// The messages of a file with one a line; segments end in CR inside it.
  static func lines(of file: URL) throws -> [[UInt8]] {
    Array(try Data(contentsOf: file)).split(separator: 10).map { Array($0) }.filter { $0.count > 3 }
  }

  static func expectValid(_ messages: [Message], atLeast count: Int) throws {
    #expect(messages.count >= count)
    let label = FHIRLabel(
      policy: "north", confidentiality: "N",
      categories: [.init(kind: "restrictive", tagSet: "compartment", values: ["icu"])])
    let file = "\(Programs.scratch()).jsonl"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let lines = messages.map { FHIRBundle(of: $0, label: label).json }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: file))
    let result = try Programs.run(Peers.python, [Peers.script("fhir_validate.py"), file])
    try #require(result.status == 0, "\(result.errors)")
    let said = result.output.split(separator: "\n").map(String.init)
    #expect(said.last?.hasPrefix("read \(messages.count) ") == true)
    #expect(said.dropLast().isEmpty, "\(said.prefix(8).joined(separator: "\n"))")
  }
}
