import ArgumentParser
import Foundation
import Policy
import SignedPolicy
import Site
import Testing

@testable import vaguemestre

/// The explanation is the cell's own answer.
@Suite struct PolicyExplainTests {
  private static let time: Int64 = 1_800_000_000
  /// The policies have expired, and their grace has not.
  private static let stale = time + 400 * 86_400

  /// A site whose ICU's cell has started once, or never.
  private final class Place {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let site: CreatedSite

    init(hasStarted: Bool = true) throws {
      site = try Site.create(.hospital(time: time), at: folder.path)
      guard hasStarted else { return }
      _ = try LoadedPolicies(
        of: "icu", in: site.layout, store: PolicyStore(of: site.layout.cell("icu")), time: time)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func decision(
      _ words: [String], as principal: String = "icu/dashboard", of flow: String = "icu/vitals",
      at time: Int64 = time
    ) throws -> Decision {
      try PolicyCommand.Explain.parse(
        ["--site", folder.path, "--as", principal, "--flow", flow] + words
      ).explain(now: time).0.decision
    }
  }

  @Test(arguments: [true, false])
  func `case 38: a stale site lets existing flows go on and nothing new begin`(hasStarted: Bool)
    throws
  {
    let place = try Place(hasStarted: hasStarted)
    #expect(try place.decision(["--action", "subscribe"], at: Self.stale).isPermit)
    #expect(
      try place.decision(["--action", "subscribe", "--new"], at: Self.stale) == .deny(.stale))
  }

  @Test func `what the cell has accepted counts, not what lies in the site`() throws {
    let place = try Place()
    try Data([0]).write(to: URL(filePath: place.site.layout.policy("icu")))
    #expect(try place.decision([]).isPermit)
  }

  @Test func `asking changes nothing in the cell's store`() throws {
    let place = try Place()
    let store = place.site.layout.cell("icu").state
    func content() throws -> [String: Data] {
      let names = try FileManager.default.contentsOfDirectory(atPath: store)
      return try Dictionary(
        uniqueKeysWithValues: names.map {
          ($0, try Data(contentsOf: URL(filePath: "\(store)/\($0)")))
        })
    }
    let before = try content()
    _ = try place.decision([])
    #expect(try content() == before)
  }

  @Test func `only linked compartments are asked about`() throws {
    let place = try Place(hasStarted: false)
    #expect(
      try place.decision(["--subject", "x"], of: "logistics/positions") == .deny(.unknownFlow))
  }

  @Test func `the subject is the link's that publishes the flow, and none is made up`() throws {
    let place = try Place()
    #expect(try place.decision(["--action", "publish"], as: "icu/hl7").isPermit)
    #expect(throws: CommandFailure.self) { try place.decision([], of: "icu/waveforms") }
    #expect(try place.decision(["--subject", "icu/bed-2"], of: "icu/waveforms").isPermit)
  }
}
