import Cryptography
import Labels

/// Goes every way that the policies of a site leave open, flow by flow: who publishes, what leaves
/// over which link, who is given it.
///
/// A compartment exports its own flows only, so no way is longer than one link.
struct ReachWalk {
  let site: ReachSite
  let scope: ReachScope
  /// What stops what, if that is asked for.
  private(set) var cuts: [ReachCut] = []
  private(set) var count = ReachCount()
  var book = WitnessBook()
  private let notesCuts: Bool

  init(_ site: ReachSite, _ scope: ReachScope, notesCuts: Bool = false) {
    self.site = site
    self.scope = scope
    self.notesCuts = notesCuts
  }

  /// Gives every receiver in scope with what reaches it: flow by flow, its readers first, then link
  /// by link the link itself and the readers behind it.
  mutating func run(
    _ body: (inout WitnessBook, ReachArrival) throws(ReachFault) -> Void
  ) throws(ReachFault) {
    for cell in site.cells {
      for flow in cell.ownFlows where scope.admits(cell.flow(flow).id) {
        try run(cell, flow, body)
      }
    }
  }

  private mutating func run(
    _ cell: ReachCell, _ flow: UInt32,
    _ body: (inout WitnessBook, ReachArrival) throws(ReachFault) -> Void
  ) throws(ReachFault) {
    count.flows += 1
    let published = try published(cell, flow)
    guard !published.isEmpty else { return }
    if scope.receiver.touches(cell.compartment) {
      try deliver(published, in: cell, flow) { (walk, place, passages) throws(ReachFault) in
        try body(
          &walk.book,
          ReachArrival(
            source: cell, flow: flow, hop: nil, reader: (cell, place), passages: passages))
      }
    }
    for hop in hops(cell, flow) {
      count.links += 1
      let exported = try exported(published, cell, flow, hop)
      guard !exported.isEmpty else { continue }
      if scope.receiver.matches(hop.id) {
        try body(
          &book,
          ReachArrival(source: cell, flow: flow, hop: hop, reader: nil, passages: exported))
      }
      guard let (destination, place, imported) = try imported(exported, cell, flow, hop) else {
        continue
      }
      try deliver(imported, in: destination, place) { (walk, reader, passages) throws(ReachFault) in
        try body(
          &walk.book,
          ReachArrival(
            source: cell, flow: flow, hop: hop, reader: (destination, reader), passages: passages))
      }
    }
    noteMissingLinks(cell, flow)
  }

  // MARK: publish

  /// What is published, with equal passages together.
  private mutating func published(
    _ cell: ReachCell, _ flow: UInt32
  ) throws(ReachFault) -> [ReachPassage] {
    var passages: [ReachPassage] = []
    var index: [PassageKey: Int] = [:]
    try publish(cell, flow) { (_, passage) throws(ReachFault) in
      let key = PassageKey(region: passage.region, subjects: passage.subjects)
      passages.add(passage.origins[0], key, &index)
    }
    return passages
  }

  /// Gives each publisher in scope with what it can publish.
  mutating func publish(
    _ cell: ReachCell, _ flow: UInt32,
    _ body: (inout WitnessBook, ReachPassage) throws(ReachFault) -> Void
  ) throws(ReachFault) {
    let id = cell.flow(flow).id
    let publishers = cell.publishers[Int(flow)].filter { scope.admits(cell.entry($0).id, id) }
    if publishers.isEmpty { note(nil, .publish, id, cell, ReachRefusal(.grant, .notGranted)) }
    for place in publishers {
      count.publishers += 1
      let keys = cell.keys(of: place)
      var request = cell.question(.publish, place, flow, at: site.time)
      // A cell takes for the signer whose key it is, and a principal without one for nobody.
      request.signer = keys.isEmpty ? nil : request.principal
      request.signingKey = keys.first
      let step = ReachStep(cell, request)
      var all = LabelRegion(of: cell.snapshot.scheme, in: site.space)
      scope.label?.narrow(&all)
      let passage = ReachPassage(
        origins: [ReachOrigin(principal: place, keys: keys)], subjects: .all, region: all)
      if let passed = try pass(passage, step, from: cell) { try body(&book, passed) }
    }
  }

  // MARK: link

  private func hops(_ cell: ReachCell, _ flow: UInt32) -> [ReachHop] {
    cell.flow(flow).links.filter { scope.receiver.touches($0.destination) }.sorted {
      $0.destination < $1.destination
    }.map {
      ReachHop(
        id: cell.entry($0.principal).id, principal: $0.principal, destination: $0.destination)
    }
  }

  /// What the source gives the link.
  private mutating func exported(
    _ published: [ReachPassage], _ cell: ReachCell, _ flow: UInt32, _ hop: ReachHop
  ) throws(ReachFault) -> [ReachPassage] {
    let step = ReachStep(cell, cell.question(.export, hop.principal, flow, at: site.time))
    var passed: [ReachPassage] = []
    for passage in published {
      if let next = try pass(passage, step, from: cell) { passed.append(next) }
    }
    return passed
  }

  /// What the destination takes in; nil if nothing.
  private mutating func imported(
    _ exported: [ReachPassage], _ source: ReachCell, _ flow: UInt32, _ hop: ReachHop
  ) throws(ReachFault) -> (ReachCell, UInt32, [ReachPassage])? {
    let id = source.flow(flow).id
    guard let cell = site.cell(of: hop.destination) else { return nil }
    guard let principal = cell.snapshot.principalPlaces[hop.id] else {
      note(hop.id, .import, id, cell, ReachRefusal(.standing, .unknownPrincipal))
      return nil
    }
    guard let place = cell.snapshot.flowPlaces[id] else {
      note(hop.id, .import, id, cell, ReachRefusal(.agreement, .unknownFlow))
      return nil
    }
    var passages: [ReachPassage] = []
    var index: [PassageKey: Int] = [:]
    for passage in exported {
      for origin in passage.origins {
        let request = cell.question(.import, principal, place, at: site.time)
        let one = ReachPassage(
          origins: [origin], subjects: passage.subjects, region: passage.region)
        for passed in try imported(one, request, cell, from: source) {
          let key = PassageKey(region: passed.region, subjects: passed.subjects)
          passages.add(passed.origins[0], key, &index)
        }
      }
    }
    return passages.isEmpty ? nil : (cell, place, passages)
  }

  /// What one publisher signed, key by key: whose a key is says the destination.
  private mutating func imported(
    _ passage: ReachPassage, _ request: Request, _ cell: ReachCell, from source: ReachCell
  ) throws(ReachFault) -> [ReachPassage] {
    var passed: [ReachPassage] = []
    var stopped: (ReachStep, ReachRefusal)?
    for key in passage.origins[0].keys {
      var request = request
      request.signer = cell.snapshot.publisher(key, in: source.compartment)?.principal
      request.signingKey = key
      request.issuedAt = site.time
      let step = ReachStep(cell, request)
      if let refusal = step.refusal ?? refusalOfSigner(step, passage) {
        stopped = (step, refusal)
        continue
      }
      var one = passage
      one.origins[0].keys = [key]
      if let next = try pass(one, step, from: source) { passed.append(next) }
    }
    if passed.isEmpty, let (step, refusal) = stopped { note(step, passage, source, refusal, nil) }
    return passed
  }

  private func refusalOfSigner(_ step: ReachStep, _ passage: ReachPassage) -> ReachRefusal? {
    let subjects = passage.subjects.intersection(step.subjects)
    guard let subject = subjects.witness ?? passage.subjects.witness else { return nil }
    return step.refusalOfSigner(subject).map { ReachRefusal(.signer, $0) }
  }

  // MARK: deliver

  /// Gives each reader in scope with what it is given.
  private mutating func deliver(
    _ passages: [ReachPassage], in cell: ReachCell, _ flow: UInt32,
    _ body: (inout ReachWalk, UInt32, [ReachPassage]) throws(ReachFault) -> Void
  ) throws(ReachFault) {
    var known: [ReaderKey: LabelRegion?] = [:]
    for place in cell.readers[Int(flow)] where scope.receiver.matches(cell.entry(place).id) {
      count.receivers += 1
      var request = cell.question(.subscribe, place, flow, at: site.time)
      request.purpose = site.purpose
      let subscription = ReachStep(cell, request)
      if let refusal = subscription.refusal {
        note(subscription, passages[0], cell, refusal, nil)
        continue
      }
      request.action = .deliver
      let step = ReachStep(cell, request)
      var passed: [ReachPassage] = []
      for (number, passage) in passages.enumerated() {
        let key = ReaderKey(passage: number, clearance: cell.clearances[Int(place)])
        if !notesCuts, case .some(.none) = known[key] { continue }
        guard let next = try pass(passage, step, from: cell, region: known[key] ?? nil) else {
          if !notesCuts, step.refusal == nil,
            !passage.subjects.intersection(step.subjects).isEmpty
          {
            known[key] = .some(nil)
          }
          continue
        }
        known[key] = next.region
        passed.append(next)
      }
      if !passed.isEmpty { try body(&self, place, passed) }
    }
  }

  // MARK: one step

  /// What of a passage a step lets through; nil if nothing.
  ///
  /// - Parameter region: what the step leaves of the passage's region, if that is known.
  private mutating func pass(
    _ passage: ReachPassage, _ step: ReachStep, from source: ReachCell,
    region known: LabelRegion? = nil
  ) throws(ReachFault) -> ReachPassage? {
    if let refusal = step.refusal {
      note(step, passage, source, refusal, nil)
      return nil
    }
    var next = passage
    next.subjects = passage.subjects.intersection(step.subjects)
    guard !next.subjects.isEmpty else {
      note(step, passage, source, ReachRefusal(.subject, .subjectNotGranted), nil)
      return nil
    }
    if let known {
      next.region = known
      return next
    }
    step.narrow(&next.region)
    guard try book.witness(next.region) == nil else { return next }
    if notesCuts { try noteLabels(step, passage, source) }
    return nil
  }

  // MARK: cuts

  /// Which condition on labels leaves none.
  private mutating func noteLabels(
    _ step: ReachStep, _ passage: ReachPassage, _ source: ReachCell
  ) throws(ReachFault) {
    var region = passage.region
    var example = try book.witness(region)
    for condition in ReachStep.ofLabel {
      step.narrow(&region, by: condition)
      if let label = try book.witness(region) {
        example = label
        continue
      }
      let reason = example.flatMap { step.refusal(condition, of: $0) }
      let refusal = ReachRefusal(condition, reason ?? .labelMissing)
      return note(step, passage, source, refusal, example)
    }
  }

  private mutating func note(
    _ step: ReachStep, _ passage: ReachPassage, _ source: ReachCell, _ refusal: ReachRefusal,
    _ example: Label?
  ) {
    guard notesCuts else { return }
    let isPublish = step.request.action == .publish
    cuts.append(
      ReachCut(
        action: step.request.action, flow: step.check.flow.id, principal: step.check.principal.id,
        compartment: step.cell.compartment,
        publishers: isPublish ? [] : passage.origins.map { source.entry($0.principal).id },
        condition: refusal.condition, reason: refusal.reason, example: example))
  }

  private mutating func note(
    _ principal: PrincipalID?, _ action: Action?, _ flow: FlowID, _ cell: ReachCell,
    _ refusal: ReachRefusal
  ) {
    guard notesCuts else { return }
    cuts.append(
      ReachCut(
        action: action, flow: flow, principal: principal, compartment: cell.compartment,
        publishers: [], condition: refusal.condition, reason: refusal.reason, example: nil))
  }

  /// The compartments in scope that have no link for the flow.
  private mutating func noteMissingLinks(_ cell: ReachCell, _ flow: UInt32) {
    guard notesCuts else { return }
    let linked = Set(cell.flow(flow).links.map(\.destination))
    for other in site.cells
    where other.compartment != cell.compartment && !linked.contains(other.compartment)
      && scope.receiver.touches(other.compartment)
    {
      note(
        nil, nil, cell.flow(flow).id, other, ReachRefusal(.agreement, .notConsented))
    }
  }
}

/// By what readers of one flow differ as far as labels go.
private struct ReaderKey: Hashable {
  let passage: Int
  let clearance: Int
}
