import Foundation
import ProgramTesting
import Testing

/// The independent client: written from the specifications, sharing no code with what it talks to.
@Suite struct PythonClientTests {
  private static let message = [
    "MSH|^~\\&|MONITOR|ICU|VAGUEMESTRE||20260912120000+0000||ORU^R01^ORU_R01|PY-1|P|2.6|||NE|AL|"
      + "|UNICODE UTF-8",
    "PID|1||700101^^^HOPITAL^PI||MARCHAND^Camille", "PV1|1|I|ICU^12^1",
    "OBR|1|PY-1|PY-1|182777000^monitoring of patient^SCT|||20260912120000+0000",
    "OBX|1|NM|147842^MDC_ECG_HEART_RATE^MDC|1.1.1.1|72|264864^MDC_DIM_BEAT_PER_MIN^MDC|||||R",
  ]

  private static func python(_ arguments: [String]) throws -> String {
    let result = try Programs.run(
      Peers.python, ["-m", "vaguemestre"] + arguments,
      environment: ["PYTHONPATH": Peers.root.appending(path: "Clients/Python").path])
    try #require(result.status == 0, "\(result.errors)")
    return result.output
  }

  @Test(.enabled(if: Peers.areInstalled, "the peers could not be installed"))
  func `it subscribes and verifies, and what it publishes a Swift subscriber gets`() throws {
    let site = try RunningSite()
    #expect(try site.send(Self.message, to: "icu-hl7") == "AA")

    let dashboard = ["--site", site.directory, "--as", "icu/dashboard", "--flow", "icu/vitals"]
    let first = ["--from", "start", "--count", "1"]
    #expect(try Self.python(["subscribe"] + dashboard + first).contains("PY-1"))

    let payload = "\(site.directory)/payload.cbor"
    let swift = try RunningProgram(
      Programs.url("vaguemestre"), ["subscribe"] + dashboard + first + ["--format", "cbor"],
      keepingOutput: true)
    try swift.readOutput().write(to: URL(filePath: payload))
    #expect(swift.wait() == 0)

    _ = try Self.python([
      "publish", "--site", site.directory, "--as", "icu/hl7", "--flow", "vitals",
      "--subject", "icu/bed-9", payload,
    ])
    let got = try Programs.run(
      "vaguemestre", ["subscribe"] + dashboard + ["--from", "1", "--count", "1"])
    #expect(got.output.contains("icu/bed-9"))
  }
}
