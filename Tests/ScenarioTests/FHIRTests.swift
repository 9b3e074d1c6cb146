import Foundation
import ProgramTesting
import Testing

/// FHIR where people ask for it: on the command line.
@Suite struct FHIRTests {
  private static let vector = Peers.root.appending(
    path: "Adapters/HL7v2/Vectors/pcd-01-monitor.hl7"
  ).path

  private func bundle(_ line: Substring?) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data((line ?? "").utf8))
    return try #require(object as? [String: Any])
  }

  @Test func `normalize prints a bundle a message`() throws {
    let said = try Programs.run(
      "vaguemestre", ["normalize", "hl7v2", Self.vector, Self.vector, "--format", "fhir"])
    #expect(said.status == 0)
    let lines = said.output.split(separator: "\n")
    #expect(lines.count == 2)
    let bundle = try bundle(lines.first)
    #expect(bundle["resourceType"] as? String == "Bundle")
    #expect(bundle["type"] as? String == "message")
    #expect(bundle["meta"] == nil)
  }

  @Test func `counting and FHIR exclude each other`() throws {
    let said = try Programs.run(
      "vaguemestre", ["normalize", "hl7v2", Self.vector, "--format", "fhir", "--summary"])
    #expect(said.status == 64)
  }

  @Test func `subscribe prints bundles with the label that the message has`() throws {
    let site = try RunningSite()
    let message = [
      "MSH|^~\\&|MONITOR|ICU|VAGUEMESTRE||20260912120000+0000||ORU^R01^ORU_R01|F-1|P|2.6",
      "PID|1||700101^^^HOPITAL^PI||MARCHAND^Camille",
      "OBR|1|F-1|F-1|182777000^monitoring of patient^SCT|||20260912120000+0000",
      "OBX|1|NM|147842^MDC_ECG_HEART_RATE^MDC|1.1.1.1|72|264864^MDC_DIM_BEAT_PER_MIN^MDC|||||R",
    ]
    #expect(try site.send(message, to: "icu-hl7") == "AA")
    let got = try site.run([
      "subscribe", "--as", "icu/dashboard", "--flow", "icu/vitals", "--from", "start", "--count",
      "1", "--format", "fhir",
    ])
    let bundle = try bundle(got.output.split(separator: "\n").first)
    let meta = bundle["meta"] as? [String: Any]
    let security = try #require(meta?["security"] as? [[String: Any]])
    #expect(
      security.first?["system"] as? String
        == "http://terminology.hl7.org/CodeSystem/v3-Confidentiality")
    #expect(security.contains { $0["code"] as? String == "icu" })
    for entry in bundle["entry"] as? [[String: Any]] ?? [] {
      let resource = entry["resource"] as? [String: Any]
      let tags = (resource?["meta"] as? [String: Any])?["security"] as? [[String: Any]]
      #expect(tags?.count ?? 0 >= security.count)
    }
  }
}
