import Foundation

/// Translation alone, in the program that has the adapters: one thread, messages of two hundred
/// monitors with fourteen metrics each (IHE PCD-01) to the bytes of the open format, neither signed
/// nor sent. Once as they come on one link, where the adapter has seen most of each before, and
/// once by the mapping alone, without what it remembers.
struct AdapterBench: Sendable {
  /// What `vaguemestre-adapter normalize --rate` says.
  private struct Rate: Decodable {
    let messagesPerSecond: Double
    let rawBytes: Int
    let p50Micros: Double
    let p99Micros: Double
    let mapping: Mapping

    struct Mapping: Decodable {
      let messagesPerSecond: Double
      let p50Micros: Double
      let p99Micros: Double
    }
  }

  /// The stream, and the mapping alone.
  func run() throws -> [Measurement] {
    let file = URL.temporaryDirectory.appending(path: "vaguemestre-bench-\(getpid()).hl7")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(MonitorStream().messages.joined()).write(to: file)
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
    let mapping = rate.mapping
    return [
      Measurement(
        system: "adapter-hl7v2", scenario: "translation", payloadBytes: rate.rawBytes,
        messagesPerSecond: rate.messagesPerSecond, p50Micros: rate.p50Micros,
        p99Micros: rate.p99Micros, durable: false, signed: false, encrypted: false),
      Measurement(
        system: "adapter-hl7v2", scenario: "mapping", payloadBytes: rate.rawBytes,
        messagesPerSecond: mapping.messagesPerSecond, p50Micros: mapping.p50Micros,
        p99Micros: mapping.p99Micros, durable: false, signed: false, encrypted: false),
    ]
  }
}
