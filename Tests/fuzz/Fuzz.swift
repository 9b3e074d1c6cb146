import ArgumentParser
import Foundation
import Fuzzing
import Glibc

/// `fuzz`: every parser against spoiled input, by the million.
@main struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Spoil what the parsers understand; no trap, no hang, bounded memory.",
    discussion: """
      The input that is tried is kept in fuzz-TARGET.input, so that it is there when the process \
      is not. Exit status 1: a promise was broken. An input that takes more than ten seconds ends \
      the process by SIGALRM.
      """)

  @Option(help: "Inputs a parser.")
  var inputs = 1_000_000

  @Option(help: "Only this one: \(FuzzTarget.names.joined(separator: ", ")).")
  var target: String?

  @Option(help: "Where the run begins; the same seed gives the same inputs.")
  var seed: UInt64 = 1

  @Option(help: "Most memory a parser may take besides what there is when it begins, in MiB.")
  var memory = 64

  @Flag(help: "Instead of all this, sign the kept vectors anew, where a format has changed.")
  var renewVectors = false

  func run() throws {
    guard !renewVectors else { return try SignedVectors.renew() }
    var isSound = true
    for name in target.map({ [$0] }) ?? FuzzTarget.names {
      guard let target = try FuzzTarget.named(name) else {
        throw ValidationError("no parser \(name): \(FuzzTarget.names.joined(separator: ", "))")
      }
      isSound = try spoil(target) && isSound
    }
    if !isSound { throw ExitCode(1) }
  }

  private func spoil(_ target: FuzzTarget) throws -> Bool {
    var run = FuzzRun(target, seed: seed)
    let kept = try KeptInput("fuzz-\(target.name).input")
    let before = ProcessMemory.resetPeak()
    let start = ContinuousClock.now
    var slowest = Duration.zero
    for number in 0..<inputs {
      // An input that takes longer ends the process.
      if number % 256 == 0 { alarm(10) }
      run.prepare()
      kept.keep(run.input)
      let began = ContinuousClock.now
      run.tryInput()
      slowest = max(slowest, ContinuousClock.now - began)
    }
    alarm(0)
    let grown = (ProcessMemory.peak() - before) / 1_024
    print(
      "\(target.name): \(run.tried) inputs in \(start.duration(to: .now).components.seconds) s, "
        + "\(run.accepted) understood, \(run.ways) ways, slowest \(slowest), \(grown) MiB")
    for failure in run.failures.prefix(10) {
      let path = "fuzz-\(target.name)-\(failure.number).input"
      try Data(failure.input).write(to: URL(fileURLWithPath: path))
      print("  \(path): \(failure.why)")
    }
    if grown > memory { print("  more than \(memory) MiB") }
    kept.remove()
    return run.failures.isEmpty && grown <= memory
  }
}

/// The input that is tried, in a file that outlives the process.
private struct KeptInput {
  let path: String
  private let memory: UnsafeMutableRawPointer
  /// Length, then the bytes.
  private static let size = 32_768

  init(_ path: String) throws {
    self.path = path
    let file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0, ftruncate(file, off_t(Self.size)) == 0,
      let memory = mmap(nil, Self.size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0),
      memory != MAP_FAILED
    else { throw ValidationError("can't write \(path) here") }
    close(file)
    self.memory = memory
  }

  func keep(_ input: [UInt8]) {
    let count = min(input.count, Self.size - 8)
    memory.storeBytes(of: UInt64(input.count), as: UInt64.self)
    input.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      (memory + 8).copyMemory(from: start, byteCount: count)
    }
  }

  func remove() {
    munmap(memory, Self.size)
    unlink(path)
  }
}

/// What the kernel says of this process's memory, in KiB.
private enum ProcessMemory {
  /// Begins the peak anew, where it is now.
  static func resetPeak() -> Int {
    let file = open("/proc/self/clear_refs", O_WRONLY)
    _ = write(file, "5", 1)
    close(file)
    return value("VmRSS")
  }

  static func peak() -> Int { value("VmHWM") }

  private static func value(_ name: String) -> Int {
    var text = [UInt8](repeating: 0, count: 8_192)
    let file = open("/proc/self/status", O_RDONLY)
    let count = max(0, read(file, &text, text.count))
    close(file)
    let lines = String(decoding: text[..<count], as: UTF8.self).split(separator: "\n")
    let line = lines.first { $0.hasPrefix(name + ":") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }
}
