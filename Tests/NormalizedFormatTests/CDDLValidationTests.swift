import Foundation
import NormalizedFormatTesting
import Testing

@testable import NormalizedFormat

/// The CDDL by another implementation (pycddl, which is the `cddl` crate in Rust) over this one's
/// bytes.
@Suite(.enabled(if: PyCDDL.isInstalled, "no pycddl; 'make peers' installs it"))
struct CDDLValidationTests {
  @Test(arguments: 0..<FormatSchema.contents.count)
  func `messages of a kind are valid by the CDDL`(kind: Int) throws {
    let messages = (0..<24 as Range<UInt64>).map {
      RandomMessage.bytes(seed: 1_000 + $0, kind: kind, density: $0 % 4 * 25 + 20)
    }
    #expect(try PyCDDL.refused(messages) == [])
  }

  @Test func `the examples of the README are valid by the CDDL`() throws {
    #expect(
      try PyCDDL.refused(
        Examples.all.map { $0.encoded() }) == [])
  }

  @Test(arguments: BadMessage.againstTheGrammar)
  func `what the grammar forbids is refused by CDDL and decoder alike`(bad: BadMessage) throws {
    #expect(try PyCDDL.refused([bad.bytes]) == [0])
    #expect(throws: FormatError.self) { try Message(decoding: bad.bytes) }
  }
}

/// Runs pycddl over messages.
enum PyCDDL {
  static let isInstalled: Bool = {
    guard let process = try? run("import pycddl", input: "") else { return false }
    return process.status == 0
  }()

  /// Indices of the messages that are not valid.
  static func refused(_ messages: [[UInt8]]) throws -> [Int] {
    let script = """
      import pycddl, sys
      schema = pycddl.Schema(open(sys.argv[1]).read())
      for number, line in enumerate(sys.stdin):
          try:
              schema.validate_cbor(bytes.fromhex(line))
          except pycddl.ValidationError:
              sys.stdout.write(f"{number}\\n")
      """
    let lines = messages.map { message in
      message.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    let result = try run(script, input: lines.joined(separator: "\n"))
    try #require(result.status == 0, "\(result.errors)")
    return result.output.split(separator: "\n").compactMap { Int($0) }
  }

  private struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Input and output go through files: a pipe that nobody empties would block both sides.
  private static func run(_ script: String, input: String) throws -> Outcome {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["in", "out", "err"].map { folder.appending(path: $0) }
    try input.write(to: files[0], atomically: false, encoding: .utf8)
    for file in files.dropFirst() { try Data().write(to: file) }
    let process = Process()
    process.executableURL =
      URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../.venv/bin/python3").standardized
    process.arguments = ["-c", script, ModuleFolder.file("normalized.cddl").path]
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: try String(contentsOf: files[1], encoding: .utf8),
      errors: try String(contentsOf: files[2], encoding: .utf8))
  }
}
