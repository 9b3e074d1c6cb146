import Foundation
import ProgramTesting
import Testing

/// The page that shows a newcomer how a policy changes, run as it stands.
@Suite(.serialized) struct WalkThroughTests {
  @Test func `the page on a change of policy does what it says`() throws {
    let walk = try WalkThrough()
    defer { walk.end() }
    let blocks = try WalkThrough.blocks()
    #expect(blocks.count == 15)
    for block in blocks { try walk.perform(block) }
  }
}

/// A directory in which the commands of the page run, one after the other.
private final class WalkThrough {
  struct Block {
    /// What stands behind the fence: `sh`, `sh refused`, `yaml FILE PLACE…`, `hl7 FILE`.
    let kind: [String]
    let lines: [String]
  }

  struct Failed: Error {
    let what: String
  }

  private let directory = Programs.scratch()
  private var site: RunningProgram?

  init() throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  func end() {
    site?.stop()
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// The fenced blocks of the page's section.
  static func blocks() throws -> [Block] {
    let page = Peers.root.appending(path: "Sources/vaguemestre/README.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    guard let start = text.range(of: "\n## A change of policy, step by step\n"),
      let end = text.range(of: "\n## ", range: start.upperBound..<text.endIndex)
    else { throw Failed(what: "the page has no such section") }
    var blocks: [Block] = []
    var open: Block?
    for line in text[start.upperBound..<end.lowerBound].components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        if let block = open {
          blocks.append(block)
          open = nil
        } else {
          open = Block(kind: words(line.dropFirst(3)), lines: [])
        }
      } else if let block = open {
        open = Block(kind: block.kind, lines: block.lines + [line])
      }
    }
    return blocks
  }

  /// Words, of which one in quotation marks may hold spaces.
  private static func words(_ text: Substring) -> [String] {
    text.split(separator: "\"", omittingEmptySubsequences: false).enumerated().flatMap {
      $0 % 2 == 1 ? [String($1)] : $1.split(separator: " ").map(String.init)
    }
  }

  func perform(_ block: Block) throws {
    switch block.kind.first {
    case "sh":
      for line in block.lines { try run(line, isRefused: block.kind.contains("refused")) }
    case "hl7":
      let text = block.lines.joined(separator: "\r") + "\r"
      try Data(text.utf8).write(to: file(block.kind[1]))
    case "yaml": try edit(block)
    default: throw Failed(what: "a block of no known kind")
    }
  }

  private func file(_ name: String) -> URL { URL(filePath: "\(directory)/\(name)") }

  /// One line of a shell, in the directory, with the programs of this build.
  private func run(_ line: String, isRefused: Bool) throws {
    if line.hasSuffix(" &") {
      let words = line.dropLast(2).split(separator: " ").map(String.init)
      let path = "\(directory)/\(words[words.count - 1])"
      site = try RunningProgram("vaguemestre", words.dropFirst().dropLast() + [path])
      let links = try FileManager.default.contentsOfDirectory(atPath: "\(path)/adapters")
      for _ in links { try site?.log.wait(for: "session with the cell is open") }
      return
    }
    let shell = URL(filePath: "/bin/sh")
    let script = "cd '\(directory)' && PATH='\(Programs.folder.path)':$PATH && \(line)"
    let result = try Programs.run(shell, ["-c", script])
    #expect((result.status != 0) == isRefused, "\(line)\n\(result.output)\(result.errors)")
    if isRefused { #expect((result.output + result.errors).contains("VGM-22"), "\(line)") }
    if line.contains("subscribe"), !isRefused { #expect(result.output.contains("196670")) }
  }

  /// Adds lines behind the line that the block names, looked for behind those named before it; or
  /// takes them away.
  private func edit(_ block: Block) throws {
    let path = file(block.kind[1])
    var lines = try String(contentsOf: path, encoding: .utf8).components(separatedBy: "\n")
    var place = 0
    for name in block.kind.dropFirst(2) where name != "remove" {
      let found = lines[place...].firstIndex {
        $0 == name || $0.trimmingCharacters(in: .whitespaces) == name
      }
      guard let found else { throw Failed(what: "\(block.kind[1]) has no line '\(name)'") }
      place = found + 1
    }
    if block.kind.last == "remove" {
      guard let found = lines.indices.first(where: { lines[$0...].starts(with: block.lines) })
      else { throw Failed(what: "\(block.kind[1]) does not have what is to be removed") }
      lines.removeSubrange(found..<(found + block.lines.count))
    } else {
      lines.insert(contentsOf: block.lines, at: place)
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: path)
  }
}
