import Cryptography
import Labels
import Policy
import PolicyTesting
import Testing

@Suite struct ReachDifferenceTests {
  private func difference(_ old: Clinic, _ new: Clinic) throws -> ReachDifference {
    let space = LabelSpace([old.charter.scheme, new.charter.scheme])
    return try ReachDifference(from: old.reach(in: space), to: new.reach(in: space))
  }

  @Test func `an edit of one half of a link shows the far receiver, to the label`() throws {
    let old = try Clinic()
    var new = old
    new.psychiatry.exports[0].release.classifications = ClassificationSet([.normal, .restricted])
    let found = try difference(old, new)
    #expect(found.publishers.isEmpty && found.receivers.lost.isEmpty)
    #expect(
      found.receivers.gained.map(\.edge.principal.description) == [
        "management/billing", "management/link",
      ])
    let change = try #require(found.receivers.gained.first)
    #expect(!change.isWhole && change.parts.count == 1)
    #expect(change.parts[0].labels.description == "R with compartment=psychiatry")
    #expect(change.parts[0].example.description == "R//compartment=psychiatry")
    let back = try difference(new, old)
    #expect(back.receivers.gained.isEmpty && back.receivers.lost == found.receivers.gained)
  }

  @Test func `a link taken back is lost as a whole, and nothing changes without a change`() throws {
    let old = try Clinic()
    var new = old
    new.psychiatry.exports = []
    let found = try difference(old, new)
    #expect(found.receivers.lost.count == 2 && found.receivers.lost.allSatisfy(\.isWhole))
    #expect(found.receivers.gained.isEmpty)
    #expect(try difference(old, old).isEmpty)
  }

  @Test func `a wider subject is a gain of the subjects that are new`() throws {
    var old = try Clinic()
    old.psychiatry.principals[1].subscribe[0].subject = "ward/bed-1"
    let found = try difference(old, try Clinic())
    let change = try #require(found.receivers.gained.first)
    #expect(found.receivers.gained.count == 1 && !change.isWhole)
    #expect(change.edge.principal.name == "ward")
    #expect(change.parts.allSatisfy { !$0.subjects.hasPrefix("ward/bed-1") })
  }

  @Test func `a value that a new scheme calls obsolete is lost, whatever the policies say`() throws
  {
    let old = try Clinic()
    var new = old
    var tagSets = try Clinic.scheme().tagSets
    tagSets[1].values[0].isObsolete = true
    new.charter.scheme = try LabelScheme(
      policy: "clinic", classifications: .all, tagSets: tagSets)
    // A ceiling with an obsolete value would be none; the policies follow.
    let most = try new.charter.scheme.label("R//compartment=psychiatry")
    for place in new.psychiatry.flows.indices { new.psychiatry.flows[place].ceiling = most }
    let found = try difference(old, new)
    #expect(found.receivers.gained.isEmpty)
    let lost = found.receivers.lost.first { $0.edge.principal.name == "ward" }
    #expect(lost?.parts.allSatisfy { $0.example.restrictive["sensitivity"] == ["psy"] } == true)
  }

  @Test func `who gains and loses is what brute force finds`() throws {
    var random = Random(seed: 31)
    var (gains, losses, partial) = (0, 0, 0)
    for number in 0..<30 {
      var before = try RandomSite(&random)
      before.charter.scheme = try ReachTests.scheme(&random)
      var after = before
      for _ in 0..<3 { after.narrow(&random) }
      if number % 3 == 0 { after.charter.scheme = try ReachTests.scheme(&random) }
      if random.chance(50) { swap(&before, &after) }
      let schemes = [before.charter.scheme, after.charter.scheme]
      let space = LabelSpace(schemes)
      let cells = try [before, after].map { site in
        try RandomSite.compartments.map { try site.snapshot(of: $0) }
      }
      let sites = cells.map { ReachSite($0, at: RandomSite.now, in: space) }
      let found = try ReachDifference(from: sites[0], to: sites[1])
      let brute = cells.map { BruteForce($0, at: RandomSite.now) }
      var (gained, lost): (Set<ReachEdge>, Set<ReachEdge>) = ([], [])
      for label in BruteForce.labels(schemes) {
        for subject in ReachTests.subjects {
          let (old, new) = (
            brute[0].reached(label, on: [subject]), brute[1].reached(label, on: [subject])
          )
          gained.formUnion(new.subtracting(old))
          lost.formUnion(old.subtracting(new))
        }
      }
      #expect(Set(found.receivers.gained.map(\.edge)) == gained, "site \(number)")
      #expect(Set(found.receivers.lost.map(\.edge)) == lost, "site \(number)")
      gains += gained.count
      losses += lost.count
      partial += (found.receivers.gained + found.receivers.lost).count { !$0.isWhole }
    }
    #expect(gains > 10 && losses > 10 && partial > 2, "\(gains) \(losses) \(partial)")
  }
}
