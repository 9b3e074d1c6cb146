import CLinux
import Foundation
import Site

/// What a child process executes.
enum ChildImage: Sendable {
  case file(String)
  /// What was hashed and sealed, by its descriptor: the file may be another by now.
  case sealed(SealedExecutable)
}

/// A child of this process, from its start until ``reap()``.
///
/// Foundation's `Process` takes a path alone, and closes every descriptor before it executes it.
struct ChildProcess: Sendable {
  let pid: pid_t

  /// Starts a program with these descriptors as its standard input, output and error, and with no
  /// other of this process; in a group of its own, with every signal as it is by default.
  ///
  /// - Parameter name: what it is told to be called, its first argument.
  static func start(
    _ image: ChildImage, named name: String, arguments: [String], input: Int32, output: Int32
  ) throws -> ChildProcess {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    guard posix_spawn_file_actions_init(&actions) == 0 else { throw failure(name, errno) }
    defer { posix_spawn_file_actions_destroy(&actions) }
    guard posix_spawnattr_init(&attributes) == 0 else { throw failure(name, errno) }
    defer { posix_spawnattr_destroy(&attributes) }
    let path = prepare(&actions, image, input, output)
    prepare(&attributes)
    var pid: pid_t = 0
    let environment = ProcessInfo.processInfo.environment.map { "\($0)=\($1)" }
    let code = withCStrings([name] + arguments) { arguments in
      withCStrings(environment) { posix_spawn(&pid, path, &actions, &attributes, arguments, $0) }
    }
    guard code == 0 else { throw failure(name, code) }
    return ChildProcess(pid: pid)
  }

  private static let imageDescriptor: Int32 = 3

  private static func prepare(
    _ actions: inout posix_spawn_file_actions_t, _ image: ChildImage, _ input: Int32,
    _ output: Int32
  ) -> String {
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
    switch image {
    case .file(let path):
      posix_spawn_file_actions_addclosefrom_np(&actions, imageDescriptor)
      return path
    case .sealed(let executable):
      posix_spawn_file_actions_adddup2(&actions, executable.descriptor, imageDescriptor)
      posix_spawn_file_actions_addclosefrom_np(&actions, imageDescriptor + 1)
      return "/proc/self/fd/\(imageDescriptor)"
    }
  }

  private static func prepare(_ attributes: inout posix_spawnattr_t) {
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  private static func failure(_ name: String, _ code: Int32) -> CommandFailure {
    CommandFailure("\(name) could not be started: \(String(cString: strerror(code)))")
  }

  /// Waits for its end, on a thread of its own. Its number stays its own until ``reap()``, so that
  /// no signal meant for it reaches another process.
  func end() async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      Thread.detachNewThread {
        var information = siginfo_t()
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        continuation.resume()
      }
    }
  }

  /// Takes the ended process off the system's list; how it ended, in words.
  func reap() -> String {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) == -1 {
      guard errno == EINTR else { return "no status" }
    }
    let signal = status & 0x7f
    return signal == 0 ? "exit status \(status >> 8 & 0xff)" : "signal \(signal)"
  }

  /// A vector of C strings with a null at its end, as `exec` takes it.
  private static func withCStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }
}
