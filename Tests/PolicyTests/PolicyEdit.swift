import Cryptography
import Labels
import Policy
import PolicyTesting

/// One change of a policy at random. Most of them take something away; what they do backwards
/// gives it.
enum PolicyEdit: CaseIterable {
  case flowRemoved, floorRaised, ceilingLowered, flowRestated, principalRemoved, grantRemoved
  case grantShortened, principalRestated, keyRemoved, clearanceShrunk, expiryMoved, purposeRemoved
  case exportRemoved, exportShrunk, exportRestated, importRemoved, importShrunk, importRestated
  case denyAdded, denyRemoved, editionMoved, shuffled

  func apply(to policy: inout CompartmentPolicy, _ random: inout Random) throws {
    switch self {
    case .flowRemoved, .floorRaised, .ceilingLowered, .flowRestated: flows(&policy, &random)
    case .principalRemoved, .grantRemoved, .grantShortened, .principalRestated, .keyRemoved,
      .clearanceShrunk, .expiryMoved, .purposeRemoved:
      try principals(&policy, &random)
    case .exportRemoved, .exportShrunk, .exportRestated: exports(&policy, &random)
    case .importRemoved, .importShrunk, .importRestated: imports(&policy, &random)
    case .denyAdded: policy.add(RandomSite.deny(&random))
    case .denyRemoved:
      guard !policy.denies.isEmpty else { return }
      policy.denies.remove(at: random.below(policy.denies.count))
    case .editionMoved: edition(&policy.edition, &random)
    case .shuffled:
      policy.flows.shuffle(using: &random)
      policy.principals.shuffle(using: &random)
      policy.denies.shuffle(using: &random)
      policy.exports.shuffle(using: &random)
    }
  }

  private func flows(_ policy: inout CompartmentPolicy, _ random: inout Random) {
    guard !policy.flows.isEmpty else { return }
    let place = random.below(policy.flows.count)
    let home = Category("compartment", policy.compartment)
    switch self {
    case .flowRemoved:
      let name = policy.flows.remove(at: place).name
      let flow = FlowID(policy.compartment, name)
      policy.exports.removeAll { $0.flow == name }
      for index in policy.principals.indices {
        policy.principals[index].publish.removeAll { $0.flow == flow }
        policy.principals[index].subscribe.removeAll { $0.flow == flow }
      }
    case .floorRaised:
      policy.flows[place].floor.classification = random.pick([.normal, .restricted])
      policy.flows[place].floor.restrictive.insert(home)
      if random.chance(30) { policy.flows[place].floor.permissive["rel"] = ["m"] }
    case .ceilingLowered:
      policy.flows[place].ceiling.classification = .normal
      if random.chance(50) { policy.flows[place].ceiling.restrictive = [home] }
    default:
      switch random.below(4) {
      case 0: policy.flows[place].isCritical.toggle()
      case 1: policy.flows[place].retention += Int64(random.below(3)) - 1
      case 2: policy.flows[place].service = random.pick([.alert, .event, .state])
      default: policy.flows[place].defaultLabel.classification = .restricted
      }
    }
  }

  private func principals(_ policy: inout CompartmentPolicy, _ random: inout Random) throws {
    guard !policy.principals.isEmpty else { return }
    let place = random.below(policy.principals.count)
    switch self {
    case .principalRemoved:
      let name = policy.principals.remove(at: place).name
      policy.imports.removeAll { $0.link == name }
      policy.dropUnreachable()
    case .grantRemoved:
      policy.principals[place].publish.removeAll { _ in random.chance(30) }
      policy.principals[place].subscribe.removeAll { _ in random.chance(30) }
    case .grantShortened:
      policy.principals[place].publish = policy.principals[place].publish.shortened(&random)
      policy.principals[place].subscribe = policy.principals[place].subscribe.shortened(&random)
    case .keyRemoved: policy.principals[place].signingKeys = []
    case .clearanceShrunk: policy.principals[place].clearance.shrink(&random)
    case .expiryMoved: policy.principals[place].expires += Int64(random.below(5)) * 200 - 600
    case .purposeRemoved: policy.principals[place].purposes.removeAll { _ in random.chance(50) }
    default:
      switch random.below(3) {
      case 0: policy.principals[place].curveKey = Keys.curve(100 + random.below(90))
      case 1: policy.principals[place].purposes = ["treatment"]
      default:
        policy.principals[place].clearance = try RandomSite.clearance(
          try RandomSite.scheme(), &random)
      }
    }
  }

  private func exports(_ policy: inout CompartmentPolicy, _ random: inout Random) {
    guard !policy.exports.isEmpty else { return }
    let place = random.below(policy.exports.count)
    switch self {
    case .exportRemoved:
      policy.exports.remove(at: place)
      // A deny that has nothing left to act on makes a policy none.
      if (try? policy.check()) == nil { policy.denies = [] }
    case .exportShrunk:
      switch random.below(3) {
      case 0: policy.exports[place].ceiling.classification = .normal
      case 1: policy.exports[place].release.shrink(&random)
      default:
        let subject = policy.exports[place].subject
        policy.exports[place].subject = subject.isEmpty ? "x" : subject == "x" ? "x/y" : subject
      }
    default: policy.exports[place].link = random.pick(["l1", "l2", nil])
    }
  }

  private func imports(_ policy: inout CompartmentPolicy, _ random: inout Random) {
    guard !policy.imports.isEmpty else { return }
    let place = random.below(policy.imports.count)
    switch self {
    case .importRemoved:
      policy.imports.remove(at: place)
      policy.dropUnreachable()
    case .importShrunk: policy.imports[place].ceiling.classification = .normal
    default:
      if random.chance(70) {
        policy.imports[place].link = random.pick(["l1", "l2"])
      } else {
        policy.imports[place].retention = Int64(random.below(3))
      }
    }
  }

  private func edition(_ edition: inout Edition, _ random: inout Random) {
    switch random.below(3) {
    case 0: edition.issued += Int64(random.below(7)) * 200 - 600
    case 1: edition.expires += Int64(random.below(5)) * 300 - 600
    default: edition.grace = Int64(random.below(300))
    }
    edition.issued = min(edition.issued, edition.expires - 1)
  }
}

extension [Grant] {
  fileprivate func shortened(_ random: inout Random) -> [Grant] {
    Set(
      map { grant in
        guard random.chance(50) else { return grant }
        var grant = grant
        grant.subject = grant.subject.isEmpty ? "x" : grant.subject == "x" ? "x/y" : grant.subject
        return grant
      }
    ).sorted { ($0.flow.description, $0.subject) < ($1.flow.description, $1.subject) }
  }
}

extension Clearance {
  fileprivate mutating func shrink(_ random: inout Random) {
    let kept = classifications.members.filter { _ in random.chance(70) }
    classifications = ClassificationSet(kept)
    categories = CategorySet(categories.categories.filter { _ in random.chance(80) })
  }
}

extension CompartmentPolicy {
  /// Takes away grants of flows that are neither own nor imported, and denies that have nothing
  /// left to act on.
  fileprivate mutating func dropUnreachable() {
    let reachable = Set(
      flows.map { FlowID(compartment, $0.name) } + imports.map { FlowID($0.from, $0.flow) })
    for index in principals.indices {
      principals[index].subscribe.removeAll { !reachable.contains($0.flow) }
    }
    if (try? check()) == nil { denies = [] }
  }
}
