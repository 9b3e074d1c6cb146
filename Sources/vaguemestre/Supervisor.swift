import Foundation
import Site

/// A program that the supervisor keeps running.
struct ChildProgram: Sendable {
  /// What people call it: `cell icu`, `adapter bedside`.
  let name: String
  let executable: URL
  let arguments: [String]
  /// Cells stop last: adapters still hold messages that only a cell can make durable.
  let stopsLast: Bool
  /// What must be asked before each start; nil for what is started as it lies there.
  var gate: AdapterGate?
}

/// Asks, before each start of an adapter, whether its executable was released for it.
struct AdapterGate: Sendable {
  let layout: SiteLayout
  let link: String
  let executable: String

  func admit(
    former: SealedExecutable?, known: [SealedExecutable]
  ) throws(SiteError) -> AdapterAdmission? {
    try AdapterAdmission.admit(
      executable, for: link, in: layout, former: former, known: known,
      at: Int64(Date().timeIntervalSince1970))
  }
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
    /// It was not started.
    case refused(name: String, SiteError, retryIn: Duration)
    /// It was started, and something is to be said all the same.
    case warned(name: String, SiteError)
  }

  private let programs: [ChildProgram]
  /// Where the programs' own lines go.
  private let log: FileHandle
  private let notice: @Sendable (Notice) -> Void
  private var running: [String: pid_t] = [:]
  /// What each program that has a gate was last started from.
  private var sealed: [String: SealedExecutable] = [:]
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
    running[name]
  }

  /// Ends everything: adapters first, then cells; who does not end in time is killed.
  func stop() async {
    stopping = true
    for last in [false, true] {
      let names = programs.filter { $0.stopsLast == last }.map(\.name)
      for name in names { if let pid = running[name] { kill(pid, SIGTERM) } }
      let deadline = ContinuousClock.now + .seconds(5)
      while ContinuousClock.now < deadline, names.contains(where: { running[$0] != nil }) {
        try? await Task.sleep(for: .milliseconds(10))
      }
      for name in names {
        if let pid = running[name] { kill(pid, SIGKILL) }
      }
    }
  }

  private func keep(_ program: ChildProgram) async {
    var pause = Self.firstPause
    while !stopping {
      let begun = ContinuousClock.now
      let outcome = await runOnce(program)
      if stopping { return }
      if ContinuousClock.now - begun > Self.calm { pause = Self.firstPause }
      switch outcome {
      case .ended(let status):
        notice(.ended(name: program.name, status: status, restartIn: pause))
      case .refused(let error):
        notice(.refused(name: program.name, error, retryIn: pause))
      }
      let due = ContinuousClock.now + pause
      while !stopping, ContinuousClock.now < due {
        try? await Task.sleep(for: .milliseconds(20))
      }
      pause = min(pause * 2, Self.longestPause)
    }
  }

  /// What came of one start.
  private enum Outcome {
    /// How it ended, or why it could not be started, in words.
    case ended(String)
    case refused(SiteError)
  }

  /// Starts the program and waits for its end.
  private func runOnce(_ program: ChildProgram) async -> Outcome {
    let lifeline = Pipe()
    defer { try? lifeline.fileHandleForWriting.close() }
    let child: ChildProcess
    do {
      child = try ChildProcess.start(
        try image(of: program), named: program.executable.path, arguments: program.arguments,
        input: lifeline.fileHandleForReading.fileDescriptor, output: log.fileDescriptor)
    } catch let refusal as SiteError {
      return .refused(refusal)
    } catch {
      return .ended("\(error)")
    }
    running[program.name] = child.pid
    notice(.started(name: program.name, pid: child.pid))
    await child.end()
    running[program.name] = nil
    return .ended(child.reap())
  }

  /// What is executed: the file, or what its gate admits at this start.
  private func image(of program: ChildProgram) throws(SiteError) -> ChildImage {
    let admission = try program.gate?.admit(
      former: sealed[program.name], known: Array(sealed.values))
    guard let admission else { return .file(program.executable.path) }
    sealed[program.name] = admission.executable
    for note in admission.notes { notice(.warned(name: program.name, note)) }
    return .sealed(admission.executable)
  }
}
