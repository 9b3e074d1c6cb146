import Foundation
import Policy
import SignedPolicy
import Testing

@testable import Site

@Suite struct RunningCellTests {
  @Test func `what a running cell says is read beside it, and nothing of one that has ended`()
    throws
  {
    let fixture = try Fixture()
    let cell = fixture.layout.cell("icu")
    #expect(try RunningCell(cell) == nil)
    let running = RunningCell(process: getpid(), try fixture.load().verified)
    do {
      let claim = try RunningCellClaim(cell)
      #expect(try RunningCell(cell) == nil, "it has said nothing yet")
      try claim.say(running)
      #expect(try RunningCell(cell) == running)
      #expect(running.policies["icu"]?.version == 1)
      #expect(throws: SiteError.self) { try RunningCellClaim(cell) }
    }
    #expect(try RunningCell(cell) == nil)
    _ = try RunningCellClaim(cell)
  }

  @Test(arguments: ["", "{}", "[]", "{\"process\": 0}", "\u{0}", "{\"process\": 1e99}"])
  func `a file that says nothing is nothing`(_ text: String) throws {
    let fixture = try Fixture()
    let cell = fixture.layout.cell("icu")
    let claim = try RunningCellClaim(cell)
    try Data(text.utf8).write(to: URL(filePath: cell.inForce))
    #expect(try RunningCell(cell) == nil)
    withExtendedLifetime(claim) {}
  }

  @Test func `a lock that is a symbolic link is not taken`() throws {
    let fixture = try Fixture()
    let cell = fixture.layout.cell("icu")
    let target = "\(fixture.layout.root)/elsewhere"
    try FileManager.default.createSymbolicLink(atPath: cell.running, withDestinationPath: target)
    #expect(throws: SiteError.self) { try RunningCellClaim(cell) }
    #expect(!FileManager.default.fileExists(atPath: target))
  }
}
