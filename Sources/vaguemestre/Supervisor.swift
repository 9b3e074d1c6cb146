import Foundation
import Synchronization

/// A program that the supervisor keeps running.
struct ChildProgram: Sendable {
  /// What people call it: `cell icu`, `adapter bedside`.
  let name: String
  let executable: URL
  let arguments: [String]
  /// Cells stop last: adapters still hold messages that only a cell can make durable.
  let stopsLast: Bool
}

/// Keeps one process a program running: one ends, that one is started again, after a growing pause.
///
/// Children read their standard input from a pipe that only the supervisor holds: when it dies,
/// however it dies, they see the end of it and stop by themselves.
actor Supervisor {
  /// Something a watcher wants to see.
  enum Notice: Sendable {
    case started(name: String, pid: Int32)
    case ended(name: String, status: String, restartIn: Duration)
  }

  private let programs: [ChildProgram]
  /// Where the programs' own lines go.
  private let log: FileHandle
  private let notice: @Sendable (Notice) -> Void
  private var running: [String: Process] = [:]
  private var stopping = false

  /// Back-off between restarts: doubled at each quick end, back to the first after a calm minute.
  private static let firstPause = Duration.milliseconds(100)
  private static let longestPause = Duration.seconds(5)
  private static let calm = Duration.seconds(60)

  init(
    _ programs: [ChildProgram], log: FileHandle = .standardError,
    notice: @escaping @Sendable (Notice) -> Void
  ) {
    self.programs = programs
    self.log = log
    self.notice = notice
  }

  /// Runs every program until ``stop()``.
  func run() async {
    await withTaskGroup { group in
      for program in programs {
        group.addTask { await self.keep(program) }
      }
    }
  }

  /// The process id of a program, while it runs.
  func pid(of name: String) -> Int32? {
    running[name]?.processIdentifier
  }

  /// Ends everything: adapters first, then cells; who does not end in time is killed.
  func stop() async {
    stopping = true
    for last in [false, true] {
      let names = programs.filter { $0.stopsLast == last }.map(\.name)
      for name in names { running[name]?.terminate() }
      let deadline = ContinuousClock.now + .seconds(5)
      while ContinuousClock.now < deadline, names.contains(where: { running[$0] != nil }) {
        try? await Task.sleep(for: .milliseconds(10))
      }
      for name in names {
        if let process = running[name] { kill(process.processIdentifier, SIGKILL) }
      }
    }
  }

  private func keep(_ program: ChildProgram) async {
    var pause = Self.firstPause
    while !stopping {
      let begun = ContinuousClock.now
      let status = await runOnce(program)
      if stopping { return }
      if ContinuousClock.now - begun > Self.calm { pause = Self.firstPause }
      notice(.ended(name: program.name, status: status, restartIn: pause))
      let due = ContinuousClock.now + pause
      while !stopping, ContinuousClock.now < due {
        try? await Task.sleep(for: .milliseconds(20))
      }
      pause = min(pause * 2, Self.longestPause)
    }
  }

  /// Starts the program and waits for its end; how it ended, in words.
  private func runOnce(_ program: ChildProgram) async -> String {
    let process = Process()
    process.executableURL = program.executable
    process.arguments = program.arguments
    let lifeline = Pipe()
    process.standardInput = lifeline
    process.standardOutput = log
    process.standardError = log
    let status: String = await withCheckedContinuation { continuation in
      let resumed = Mutex(false)
      let end: @Sendable (String) -> Void = { text in
        let first = resumed.withLock { done in
          defer { done = true }
          return !done
        }
        if first { continuation.resume(returning: text) }
      }
      process.terminationHandler = { process in end(Self.describe(process)) }
      do {
        try process.run()
        running[program.name] = process
        notice(.started(name: program.name, pid: process.processIdentifier))
      } catch {
        end("could not be started: \(program.executable.path)")
      }
    }
    running[program.name] = nil
    try? lifeline.fileHandleForWriting.close()
    return status
  }

  private static func describe(_ process: Process) -> String {
    process.terminationReason == .uncaughtSignal
      ? "signal \(process.terminationStatus)" : "exit status \(process.terminationStatus)"
  }
}
