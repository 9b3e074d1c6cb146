import Labels
import Policy
import PolicyTesting
import Testing

/// What an effect promises of decisions, on pairs of policies made from a seed.
@Suite struct EffectPropertyTests {
  /// A policy before and after, in the site of both.
  private struct Pair {
    let home: String
    let before: RandomSite
    let after: RandomSite
    let effect: PolicyEffect
    let cells: (before: Cells, after: Cells)

    init(
      _ home: String, _ before: RandomSite, _ after: RandomSite,
      _ cells: (before: Cells, after: Cells)? = nil
    ) throws {
      self.home = home
      (self.before, self.after) = (before, after)
      self.cells = cells ?? (Cells(before), Cells(after))
      effect = PolicyEffect(
        of: try after.policy(home), after: try before.policy(home), under: before.charter.scheme)
    }

    /// The same two, the other way round.
    func reversed() throws -> Pair {
      try Pair(home, after, before, (cells.after, cells.before))
    }
  }

  /// A site's cells, each compiled once if it is asked.
  private final class Cells {
    private let site: RandomSite
    private var made: [String: PolicySnapshot] = [:]

    init(_ site: RandomSite) { self.site = site }

    func cell(_ name: String) throws -> PolicySnapshot {
      if let cell = made[name] { return cell }
      let cell = try site.snapshot(of: name)
      made[name] = cell
      return cell
    }
  }

  /// What became of the questions that were asked.
  private struct Tally {
    var directions: [PolicyEffect.Direction: Int] = [:]
    var oneKey = 0
    var gained: [PolicyEffect.Direction: Int] = [:]
    var lost: [PolicyEffect.Direction: Int] = [:]
  }

  /// Changes one policy of a random site a few times, as far as that leaves it one.
  private func pair(
    _ site: RandomSite, _ cells: Cells? = nil, _ random: inout Random
  ) throws -> Pair {
    let place = random.below(site.policies.count)
    var changed = site
    for _ in 0...random.below(3) {
      let before = changed.policies[place]
      try random.pick(PolicyEdit.allCases).apply(to: &changed.policies[place], &random)
      if (try? changed.policies[place].check()) == nil { changed.policies[place] = before }
    }
    return try Pair(
      RandomSite.compartments[place], site, changed, (cells ?? Cells(site), Cells(changed)))
  }

  private func isCare(_ question: Question, _ pair: Pair) throws -> Bool {
    let policy = try pair.before.policy(pair.home)
    let isInside =
      question.flow.compartment == pair.home && question.principal.compartment == pair.home
    let isBehind = question.time < (try pair.after.policy(pair.home)).edition.issued
    return isInside && !isBehind
      && policy.flows.contains { $0.name == question.flow.name && $0.isCritical }
  }

  /// Asks the cell of the compartment and those of its peers.
  private func ask(
    _ pair: Pair, _ count: Int, _ tally: inout Tally, _ random: inout Random
  ) throws {
    let direction = pair.effect.direction
    for cell in RandomSite.compartments {
      let (was, isNow) = (try pair.cells.before.cell(cell), try pair.cells.after.cell(cell))
      for _ in 0..<count {
        let question = try RandomSite.question(cell, was.scheme, &random)
        let (old, new) = (was.decide(question).isPermit, isNow.decide(question).isPermit)
        if new && !old { tally.gained[direction, default: 0] += 1 }
        if old && !new { tally.lost[direction, default: 0] += 1 }
        if direction != .widening {
          #expect(old || !new, "\(cell) of \(pair.home): \(question)")
        }
        if direction == .neutral, pair.before.isIssued(pair.home, as: pair.after) {
          #expect(old == new, "\(cell) of \(pair.home): \(question)")
        }
        if pair.effect.needsOneKey, cell == pair.home, old, !new {
          #expect(try !isCare(question, pair), "care in \(pair.home): \(question)")
        }
      }
    }
  }

  @Test func `what narrows gives nothing to anybody, here or at a peer, and leaves critical care`()
    throws
  {
    var random = Random(seed: 41)
    var tally = Tally()
    for _ in 0..<600 {
      let site = try RandomSite(&random)
      let cells = Cells(site)
      for _ in 0..<20 {
        let forward = try pair(site, cells, &random)
        for pair in [forward, try forward.reversed()] {
          tally.directions[pair.effect.direction, default: 0] += 1
          tally.oneKey += pair.effect.needsOneKey ? 1 : 0
          // What widens is asked now and then, to see that the questions would notice.
          guard pair.effect.direction != .widening || random.chance(5) else { continue }
          try ask(pair, 12, &tally, &random)
        }
      }
    }
    for direction in PolicyEffect.Direction.allCases {
      #expect(tally.directions[direction, default: 0] > 1000, "\(direction)")
    }
    #expect(tally.oneKey > 1000)
    #expect(tally.lost[.narrowing, default: 0] > 500)
    #expect(tally.gained[.widening, default: 0] > 25)
    #expect(tally.gained[.narrowing] == nil && tally.gained[.neutral] == nil)
  }

  @Test func `two versions that narrow, one after the other, narrow together`() throws {
    var random = Random(seed: 42)
    var found = 0
    for _ in 0..<6000 {
      let site = try RandomSite(&random)
      let first = try pair(site, nil, &random)
      guard first.effect.direction == .narrowing else { continue }
      let place = RandomSite.compartments.firstIndex(of: first.home) ?? 0
      var third = first.after
      for _ in 0..<3 {
        try random.pick(PolicyEdit.allCases).apply(to: &third.policies[place], &random)
      }
      guard (try? third.policies[place].check()) != nil else { continue }
      let second = try Pair(first.home, first.after, third)
      guard second.effect.direction == .narrowing else { continue }
      found += 1
      #expect(try Pair(first.home, site, third).effect.direction == .narrowing)
      // Nor does either come back by one key.
      #expect(try !Pair(first.home, third, site).effect.needsOneKey)
    }
    #expect(found > 200)
  }

  @Test func `every document says the same as itself, and unrelated ones widen`() throws {
    var random = Random(seed: 43)
    for _ in 0..<300 {
      let (one, other) = (try RandomSite(&random), try RandomSite(&random))
      for home in RandomSite.compartments {
        let same = try Pair(home, one, one).effect
        #expect(same.direction == .neutral && same.widened.isEmpty && same.reserved.isEmpty)
        #expect(try Pair(home, one, other).effect.direction == .widening)
      }
    }
  }
}

extension RandomSite {
  fileprivate func policy(_ compartment: String) throws -> CompartmentPolicy {
    guard let policy = policies.first(where: { $0.compartment == compartment }) else {
      throw DocumentFault(.unknownCompartment, at: compartment)
    }
    return policy
  }

  fileprivate func isIssued(_ compartment: String, as other: RandomSite) -> Bool {
    (try? policy(compartment).edition.issued) == (try? other.policy(compartment).edition.issued)
  }
}
