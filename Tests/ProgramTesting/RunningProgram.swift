package import Foundation

/// A program that runs beside a test, and what it says on standard error, line by line.
package final class RunningProgram: Sendable {
  package let log = LineLog()
  private let process: Process
  private let output: Pipe?

  /// Starts a program. Its standard output goes with its standard error, unless it is kept; its
  /// environment is the test's with these changes.
  package init(
    _ program: URL, _ arguments: [String], environment: [String: String] = [:],
    keepingOutput: Bool = false
  ) throws {
    process = Process()
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.executableURL = program
    process.arguments = arguments
    let errors = Pipe()
    output = keepingOutput ? Pipe() : nil
    process.standardError = errors
    process.standardOutput = output ?? errors
    let log = log
    errors.fileHandleForReading.readabilityHandler = { handle in
      let bytes = handle.availableData
      if bytes.isEmpty {
        handle.readabilityHandler = nil
        log.end()
      } else {
        log.append(bytes)
      }
    }
    try process.run()
  }

  package convenience init(
    _ name: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws {
    try self.init(Programs.url(name), arguments, environment: environment)
  }

  package var pid: Int32 { process.processIdentifier }

  /// Sends it a signal.
  package func signal(_ number: Int32) { kill(pid, number) }

  /// Waits for its end; its exit status.
  package func wait() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Asks it to end, and waits for that.
  @discardableResult
  package func stop() -> Int32 {
    process.terminate()
    return wait()
  }

  /// All that it writes on a standard output that is kept, until it ends.
  package func readOutput() -> Data {
    output?.fileHandleForReading.readDataToEndOfFile() ?? Data()
  }
}
