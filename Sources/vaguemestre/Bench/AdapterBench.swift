import Foundation

/// Translation alone, in the program that has the adapters: one thread, a monitor's message of
/// fourteen metrics (IHE PCD-01) to the bytes of the open format, neither signed nor sent.
struct AdapterBench: Sendable {
  /// What `vaguemestre-adapter normalize --rate` says.
  private struct Rate: Decodable {
    let messagesPerSecond: Double
    let rawBytes: Int
    let p50Micros: Double
    let p99Micros: Double
  }

  func run() throws -> Measurement {
    let file = URL.temporaryDirectory.appending(path: "vaguemestre-bench-\(getpid()).hl7")
    defer { try? FileManager.default.removeItem(at: file) }
    let message = DemoTraffic.bedsideMonitor(1, id: "BENCH", at: "20261124123000.000+0100")
    try Data(message).write(to: file)
    let process = Process()
    process.executableURL = try Executables.beside("vaguemestre-adapter")
    process.arguments = ["normalize", "hl7v2", file.path, "--rate"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0,
      let rate = try? JSONDecoder().decode(Rate.self, from: said)
    else { throw CommandFailure("vaguemestre-adapter measured nothing") }
    return Measurement(
      system: "adapter-hl7v2", scenario: "translation", payloadBytes: rate.rawBytes,
      messagesPerSecond: rate.messagesPerSecond, p50Micros: rate.p50Micros,
      p99Micros: rate.p99Micros, durable: false, signed: false, encrypted: false)
  }
}
