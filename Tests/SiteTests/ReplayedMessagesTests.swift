import Foundation
import Testing

@testable import Site

/// What an officer has replayed is known after every restart, and nothing is taken for replayed
/// that was not.
@Suite struct ReplayedMessagesTests {
  private let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
  private let keys = (0..<3).map { String(repeating: "\($0)", count: 64) }

  @Test func `what was replayed is known to the next process`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    var first = try ReplayedMessages(at: path)
    #expect(!first.contains(keys[0]))
    try first.add(keys[0])
    try first.add(keys[1] + "@7.1800000000000")
    try first.add(keys[0])
    let next = try ReplayedMessages(at: path)
    #expect(next.contains(keys[0]) && next.contains(keys[1] + "@7.1800000000000"))
    #expect(!next.contains(keys[1]) && !next.contains(keys[2]))
  }

  @Test func `what quarantine does not hold any more is forgotten`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    var first = try ReplayedMessages(at: path)
    for key in keys { try first.add(key) }
    try first.keep([keys[1]])
    let next = try ReplayedMessages(at: path)
    #expect(keys.map(next.contains) == [false, true, false])
  }

  @Test func `a line that a crash cut off spoils neither itself nor the next one`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("\(keys[0])\n\(keys[1].prefix(20))".utf8).write(to: URL(filePath: path))
    var torn = try ReplayedMessages(at: path)
    #expect(torn.contains(keys[0]) && !torn.contains(keys[1]))
    try torn.add(keys[2])
    let next = try ReplayedMessages(at: path)
    #expect(keys.map(next.contains) == [true, false, true])
  }

  @Test func `a damaged file is refused and not taken for an empty one`() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("\(keys[0])\nnot a digest\n".utf8).write(to: URL(filePath: path))
    #expect(throws: SiteError.self) { try ReplayedMessages(at: path) }
  }
}
