import ArgumentParser
import Foundation
import Labels
import Policy
import SignedPolicy
import Site
import Testing

@testable import vaguemestre

/// Questions to a site's directory, and what they are printed as.
@Suite struct ReachCommandTests {
  private static let time: Int64 = 1_800_000_000

  /// A site of which every cell has started once, or none.
  private final class Place {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let layout: SiteLayout

    init(haveStarted: Bool) throws {
      layout = try Site.create(.hospital(time: time), at: folder.path).layout
      guard haveStarted else { return }
      for name in try Site.cellNames(layout) {
        _ = try LoadedPolicies(
          of: name, in: layout, store: PolicyStore(of: layout.cell(name)), time: time)
      }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func basis() throws -> ReachBasis { try ReachBasis(of: layout, at: time) }

    func verdict(_ claim: String) throws -> PathVerdict {
      let reach = try basis().reach(at: time)
      return try reach.proveNoPath(try PathClaim(claim, at: reach).scope)
    }
  }

  @Test(arguments: [true, false])
  func `a claim is proved or refuted, and printed with its rules`(haveStarted: Bool) throws {
    let place = try Place(haveStarted: haveStarted)
    let proof = PolicyCommand.Prove.text(try place.verdict("no path icu/* -> lab/*"))
    #expect(proof.hasPrefix("proved: 4 flows, 4 publishers"))
    #expect(proof.contains("icu/vitals to lab: VGM-2262"))
    let path = PolicyCommand.Prove.text(try place.verdict("no path icu/vitals -> cardiology/*"))
    #expect(path.hasPrefix("refuted: a path is permitted"))
    #expect(path.contains("permit by icu@1 link cardiology/link-icu icu/vitals"))
  }

  @Test func `what the cells have accepted counts, not what lies in the site`() throws {
    let place = try Place(haveStarted: true)
    try Data([0]).write(to: URL(filePath: place.layout.policy("icu")))
    let basis = try place.basis()
    #expect(!basis.complaints.isEmpty && basis.sets.count == 5)
    guard case .refuted = try place.verdict("no path icu/vitals -> cardiology/*") else {
      Issue.record("the accepted copy goes on")
      return
    }
  }

  @Test func `a draft of one compartment shows what another loses`() throws {
    let place = try Place(haveStarted: false)
    let old = try place.basis()
    var draft = try #require(old.sets["icu"]).own
    draft.exports = []
    let new = try old.replacing(with: .policy(draft))
    let text = PolicyCommand.Diff.text(
      try ReachDifference(
        from: try old.reach(at: Self.time, comparedTo: [new]),
        to: try new.reach(at: Self.time, comparedTo: [old])))
    #expect(text.contains("- cardiology/dashboard can no longer receive icu/vitals"), "\(text)")
    #expect(!text.contains("+ "))
  }

  @Test func `a draft that a charter does not admit is refused`() throws {
    let place = try Place(haveStarted: false)
    let basis = try place.basis()
    var draft = try #require(basis.sets["icu"]).own
    draft.flows[0].ceiling.policy = "other"
    #expect(throws: CommandFailure.self) { try basis.replacing(with: .policy(draft)) }
    draft.compartment = "nowhere"
    #expect(throws: CommandFailure.self) { try basis.replacing(with: .policy(draft)) }
  }

  @Test func `a refused question says where`() throws {
    let reach = try Place(haveStarted: false).basis().reach(at: Self.time)
    let failure = #expect(throws: CommandFailure.self) {
      try answering { try PolicyQuery("who can receive psy from icux", at: reach) }
    }
    #expect(failure?.description == "question:1:26: VGM-2374 there is no such compartment")
  }
}
