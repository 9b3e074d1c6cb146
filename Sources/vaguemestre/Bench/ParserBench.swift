import Foundation

/// The libraries for HL7 v2 that people use from Python, over one message such as those of
/// ``AdapterBench``: they take it apart (`hl7`, `hl7apy`) or make JSON of it (`hl7conv2`). None
/// maps it to anything.
struct ParserBench: Sendable {
  let python: String

  private struct Rate: Decodable {
    let system: String
    let messagesPerSecond: Double
    let p50Micros: Double
    let p99Micros: Double
  }

  /// One measurement a library that this Python has.
  func run() throws -> [Measurement] {
    let message = DemoTraffic.bedsideMonitor(1, id: "BENCH", at: "20261124123000.000+0100")
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-c", Self.script]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(message))
    try input.fileHandleForWriting.close()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CommandFailure("\(python) measured nothing")
    }
    return try said.split(separator: 10).map { line in
      let rate = try JSONDecoder().decode(Rate.self, from: Data(line))
      return Measurement(
        system: rate.system, scenario: "parsing", payloadBytes: message.count,
        messagesPerSecond: rate.messagesPerSecond, p50Micros: rate.p50Micros,
        p99Micros: rate.p99Micros, durable: false, signed: false, encrypted: false)
    }
  }

  private static let script = """
    import json, sys, time
    text = sys.stdin.buffer.read().decode()
    def measure(system, parse):
        parse()
        taken = []
        end = time.perf_counter() + 2
        while taken == [] or start < end:
            start = time.perf_counter()
            parse()
            taken.append(time.perf_counter() - start)
        taken.sort()
        at = lambda share: taken[min(len(taken) - 1, int(len(taken) * share))] * 1e6
        print(json.dumps({"system": system, "messagesPerSecond": len(taken) / sum(taken),
                          "p50Micros": at(.5), "p99Micros": at(.99)}), flush=True)
    try:
        import hl7
        measure("python-hl7", lambda: hl7.parse(text))
    except ImportError: pass
    try:
        from hl7apy.parser import parse_message
        measure("hl7apy", lambda: parse_message(text, find_groups=False))
    except ImportError: pass
    try:
        from hl7conv2 import Hl7Json
        measure("hl7conv2", lambda: Hl7Json(text).hl7_json)
    except ImportError: pass
    """
}
