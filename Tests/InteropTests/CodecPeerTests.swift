import AdapterKit
import CBOR
import Cryptography
import Foundation
import HL7v2
import Labels
import NormalizedFormat
import ProgramTesting
import SignedMessage
import Testing

/// Our CBOR and COSE beside those of others: `cbor2` and `pycose` of PyPI.
@Suite(.enabled(if: Peers.areInstalled, "the peers could not be installed"))
struct CodecPeerTests {
  /// Runs one of the scripts over a file with a line of hexadecimal for each input; its output,
  /// line by line.
  private func python(_ script: String, _ input: [[UInt8]] = []) throws -> [String] {
    let file = "\(Programs.scratch()).hex"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let lines = input.map(Hexadecimal.encode).joined(separator: "\n")
    try Data(lines.utf8).write(to: URL(filePath: file))
    let result = try Programs.run(Peers.python, [Peers.script(script), file])
    try #require(result.status == 0, "\(result.errors)")
    return result.output.split(separator: "\n").map(String.init)
  }

  /// The vectors' messages, as the adapter makes them.
  private func normalizedMessages() throws -> [[UInt8]] {
    let folder = Peers.root.appending(path: "Adapters/HL7v2/Vectors")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".hl7") }.sorted()
    let adapter = try HL7v2Adapter(AdapterConfiguration())
    let context = IngestContext(
      received: 0, zone: LocalZone(minutes: 0), link: "test", subject: "test")
    return try files.flatMap { file in
      let content = try Data(contentsOf: folder.appending(path: file))
      return adapter.split(Array(content)).flatMap { part in
        let raw = RawMessage(bytes: part, digest: SHA256.hash(part).bytes)
        return adapter.ingest(raw, context: context).messages.map { $0.encoded() }
      }
    }
  }

  @Test func `what we encode, cbor2 decodes and encodes to the same bytes`() throws {
    var samples = try normalizedMessages()
    try #require(samples.count > 10)
    for value: CBORValue in [
      .unsigned(23), .unsigned(24), .unsigned(.max), .negative(argument: 0),
      .negative(argument: .max), .text("Œdème"), .byteString([0, 255]), .array([]), .map([]),
      .double(1.5), .double(0.1), .boolean(true), .null,
    ] { samples.append(try value.encoded()) }
    #expect(try python("cbor_again.py", samples) == samples.map(Hexadecimal.encode))
  }

  @Test func `what cbor2 encodes canonically, we decode and encode to the same bytes`() throws {
    let encodings = try python("cbor_values.py")
    #expect(encodings.count == 14)
    for hex in encodings {
      let bytes = try #require(Hexadecimal.decode(hex))
      #expect(try CBORValue(decoding: bytes).encoded() == bytes)
    }
  }

  @Test func `pycose verifies a message that we signed, and not one that was changed`() throws {
    let key = try SigningKey.generate()
    let message = try sign(with: key)
    var changed = message
    changed[changed.count / 2] ^= 1
    let said = try python(
      "cose_verify.py", [key.publicKey.spki, message, changed])
    #expect(said.first == "True \(Hexadecimal.encode(Array("72 beats".utf8)))")
    #expect(said.last?.hasPrefix("False") == true)
  }

  @Test func `we verify what pycose signed`() throws {
    let said = try python("cose_sign.py").compactMap { Hexadecimal.decode($0) }
    try #require(said.count == 2)
    let key = try VerificationKey(spki: said[0])
    let message = try COSESign1(decoding: said[1])
    let payload = try #require(message.payload)
    let covered = COSE.sigStructure(
      protected: said[1][message.headers.protected], payload: said[1][payload])
    #expect(key.isValid(Array(said[1][message.signature]), for: covered))
  }

  private func sign(with key: SigningKey) throws -> [UInt8] {
    let signer = MessageSigner(key: key, site: "north", compartment: "icu", epoch: 1)
    let draft = MessageDraft(
      flow: "vitals", label: Label(policy: "north", classification: .normal), subject: "bed-1",
      payload: Array("72 beats".utf8))
    return try signer.sign([draft], issuedAt: 1_700_000_000_000)[0]
  }
}
