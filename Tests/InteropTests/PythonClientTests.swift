import Foundation
import Testing

/// The independent client: written from the specifications, sharing no code with what it talks to.
@Suite struct PythonClientTests {
  private static let message =
    "MSH|^~\\&|MONITOR|ICU|VAGUEMESTRE||20260912120000+0000||ORU^R01^ORU_R01|PY-1|P|2.6|||NE|AL|"
      + "|UNICODE UTF-8\r"
    + "PID|1||700101^^^HOPITAL^PI||MARCHAND^Camille\rPV1|1|I|ICU^12^1\r"
    + "OBR|1|PY-1|PY-1|182777000^monitoring of patient^SCT|||20260912120000+0000\r"
    + "OBX|1|NM|147842^MDC_ECG_HEART_RATE^MDC|1.1.1.1|72|264864^MDC_DIM_BEAT_PER_MIN^MDC|||||R\r"

  private static func python(_ arguments: [String]) throws -> String {
    try RunningSite.run(
      RunningSite.python, ["-m", "vaguemestre"] + arguments,
      environment: ["PYTHONPATH": RunningSite.root.appending(path: "Clients/Python").path])
  }

  @Test(.enabled(if: RunningSite.hasPeers, "the peers could not be installed"))
  func `it subscribes and verifies, and what it publishes a Swift subscriber gets`() throws {
    let site = try RunningSite()
    let file = "\(site.directory)/message.hl7"
    try Data(Self.message.utf8).write(to: URL(filePath: file))
    let answer = try RunningSite.run(
      "vaguemestre", ["send", "mllp", try site.address(of: "icu-hl7"), file])
    #expect(answer == "PY-1\tAA\n")

    let dashboard = ["--site", site.directory, "--as", "icu/dashboard", "--flow", "icu/vitals"]
    let seen = try Self.python(["subscribe"] + dashboard + ["--from", "start", "--count", "1"])
    #expect(seen.contains("PY-1"))

    let payload = "\(site.directory)/payload.cbor"
    let content = try Self.python(
      ["subscribe"] + dashboard + ["--from", "start", "--count", "1", "--format", "json"])
    #expect(!content.isEmpty)
    let process = Process()
    process.executableURL = RunningSite.programs.appending(path: "vaguemestre")
    process.arguments =
      ["subscribe"] + dashboard + ["--from", "start", "--count", "1", "--format", "cbor"]
    _ = FileManager.default.createFile(atPath: payload, contents: nil)
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: payload))
    try process.run()
    process.waitUntilExit()

    _ = try Self.python([
      "publish", "--site", site.directory, "--as", "icu/hl7", "--flow", "vitals",
      "--subject", "icu/bed-9", payload,
    ])
    let got = try RunningSite.run(
      "vaguemestre", ["subscribe"] + dashboard + ["--from", "1", "--count", "1"])
    #expect(got.contains("icu/bed-9"))
  }
}
