import AdapterKit
import AdapterTesting
import Cryptography
import Foundation
import HL7v2
import Labels
import NormalizedFormat
import SignedMessage

/// What the parsers understand: the project's own vectors, and what its own code makes of them.
enum Seeds {
  private static let tests = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Every word of hexadecimal digits of the JSON files in a folder of `Tests`.
  static func hexadecimal(in folder: String) throws -> [[UInt8]] {
    let url = tests.appendingPathComponent(folder)
    let files = try FileManager.default.contentsOfDirectory(
      at: url, includingPropertiesForKeys: nil)
    return try files.sorted { $0.path < $1.path }.flatMap { file in
      try String(contentsOf: file, encoding: .utf8).split(separator: "\"").compactMap(bytes)
    }
  }

  private static func bytes(_ word: Substring) -> [UInt8]? {
    guard word.count >= 2, word.count % 2 == 0, word.allSatisfy(\.isHexDigit) else { return nil }
    let digits = word.compactMap { $0.hexDigitValue.map { UInt8($0) } }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  /// The vectors of the HL7 v2 adapter.
  static func hl7v2() throws -> [[UInt8]] {
    let folder = tests.deletingLastPathComponent().appendingPathComponent("Adapters/HL7v2/Vectors")
    return try Vector.folder(folder, messageExtension: "hl7").map(\.bytes).filter { !$0.isEmpty }
  }

  /// What becomes of these vectors, quarantine included, and a little of each kind that HL7 v2 does
  /// not have.
  static func normalized() throws -> [[UInt8]] {
    let adapter = try HL7v2Adapter(AdapterConfiguration())
    let context = IngestContext(
      received: 0, zone: LocalZone(minutes: 0), link: "fuzz", subject: "bed-1")
    return try hl7v2().flatMap { bytes in
      adapter.ingest(
        RawMessage(bytes: bytes, digest: Array(repeating: 7, count: 32)), context: context
      ).payloads
    } + others().map { $0.encoded() }
  }

  private static func others() -> [Message] {
    var alert = Alert()
    alert.phase = .start
    alert.inactivations = [.audioPaused, .acknowledged]
    alert.source = Observation(code: Concept(text: "pulse"))
    var instance = ImagingInstance(uid: "1.2.3")
    instance.number = 7
    var series = ImagingSeries()
    series.instances = [instance]
    var imaging = Imaging()
    imaging.series = [series]
    var coordinates = Coordinates(frame: "plan")
    coordinates.x = Quantity(value: DecimalNumber(12, exponent: -1))
    var position = Position()
    position.coordinates = coordinates
    var status = DeviceStatus()
    status.operation = .standby
    status.charge = Quantity(value: DecimalNumber(80), unit: UnitOfMeasure(ucum: "%"))
    let contents: [Content] = [
      .alert(Alerts(alerts: [alert])), .imaging(imaging),
      .position(Positions(positions: [position])),
      .deviceStatus(DeviceStatuses(statuses: [status])),
    ]
    let provenance = Provenance(
      adapter: AdapterIdentity(name: "a", version: "1"), source: MessageSource(standard: "s"))
    return contents.map { Message(provenance: provenance, content: $0) }
  }

  /// Signed messages: alone, and of a drain with their proofs.
  static func signedMessages(by key: SigningKey) throws -> [[UInt8]] {
    let signer = MessageSigner(key: key, site: "st-anne", compartment: "icu", epoch: 7)
    let label = Label(
      policy: "hospital", classification: .restricted,
      restrictive: [Category("compartment", "icu"), Category("sensitivity", "psy")])
    let drafts = try normalized().prefix(11).map { payload in
      MessageDraft(flow: "vitals", label: label, subject: "ward-3/bed-12", payload: payload)
    }
    let alone = try signer.sign([drafts[0]], issuedAt: 1_789_207_205_040)
    return alone + (try signer.sign(Array(drafts), issuedAt: 1_789_207_205_041))
  }
}
