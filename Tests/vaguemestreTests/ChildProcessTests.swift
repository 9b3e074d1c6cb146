import Foundation
import Site
import Testing

@testable import vaguemestre

/// Starting programs by file and by what was sealed.
@Suite struct ChildProcessTests {
  private struct Ended {
    let status: String
    let output: String
  }

  /// Runs a program to its end with nothing to read.
  private func run(_ image: ChildImage, _ arguments: [String]) async throws -> Ended {
    let (input, output) = (Pipe(), Pipe())
    let child = try ChildProcess.start(
      image, named: "program", arguments: arguments,
      input: input.fileHandleForReading.fileDescriptor,
      output: output.fileHandleForWriting.fileDescriptor)
    try input.fileHandleForWriting.close()
    try output.fileHandleForWriting.close()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    await child.end()
    return Ended(status: child.reap(), output: String(decoding: said, as: UTF8.self))
  }

  private func script(_ text: String) throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  @Test func `a program runs with its arguments, and its end is told`() async throws {
    let path = try script("echo $1; echo $2 >&2; exit 3")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let ended = try await run(.file(path), ["one", "two"])
    #expect(ended.status == "exit status 3" && ended.output == "one\ntwo\n")
    #expect(try await run(.file("/bin/sh"), ["-c", "kill -9 $$"]).status == "signal 9")
  }

  @Test func `case 26: what runs is what was hashed, although the file was swapped`() async throws {
    let path = try script("echo released")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let sealed = try SealedExecutable.copy(of: path)
    try Data("#!/bin/sh\necho swapped\n".utf8).write(to: URL(filePath: path))
    #expect(try await run(.sealed(sealed), []).output == "released\n")
    try FileManager.default.removeItem(atPath: path)
    #expect(try await run(.sealed(sealed), []).output == "released\n")
  }

  @Test func `a compiled program runs from memory, by the name that it is given`() async throws {
    let sealed = try SealedExecutable.copy(of: "/bin/cat")
    let ended = try await run(.sealed(sealed), ["/proc/self/cmdline"])
    #expect(ended.output == "program\0/proc/self/cmdline\0" && ended.status == "exit status 0")
  }

  @Test func `a child has no descriptor of ours, and no signal that we ignore`() async throws {
    let pipe = Pipe()
    defer { withExtendedLifetime(pipe) {} }
    let listed = try await run(.file("/bin/ls"), ["/proc/self/fd"]).output.split(separator: "\n")
    #expect(listed == ["0", "1", "2", "3"], "the fourth is the directory itself")
    signal(SIGUSR1, SIG_IGN)
    defer { signal(SIGUSR1, SIG_DFL) }
    let ended = try await run(.file("/bin/sh"), ["-c", "kill -USR1 $$; echo alive"])
    #expect(ended.status == "signal \(SIGUSR1)" && ended.output.isEmpty)
  }

  @Test func `what can't be started is said`() throws {
    #expect(throws: CommandFailure.self) {
      try ChildProcess.start(
        .file("/nonexistent"), named: "program", arguments: [], input: 0, output: 1)
    }
  }
}
