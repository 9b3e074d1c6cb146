import CellProtocol
import Cryptography
import Journal
import Policy
import SignedMessage

extension CellCore {
  /// Opens, keeps or closes connections as the snapshot in force says; asked at the start and with
  /// each snapshot.
  func renewLinks(_ now: CellTime, _ effects: inout [CellEffect]) {
    let plans = desk.snapshot.links
    for plan in plans.dropFirst(Limit.linksMax) {
      count(.tooManyLinks, .compartment(plan.source))
    }
    var kept: Set<LinkID> = []
    for plan in plans.prefix(Limit.linksMax) {
      guard let imports = imports(of: plan) else { continue }
      let target = LinkTarget(plan)
      let old = links.values.first {
        $0.target == target && $0.imports.map(\.name) == imports.map(\.name)
      }
      if let old {
        for (mine, fresh) in zip(old.imports, imports) { mine.renew(from: fresh) }
        kept.insert(old.id)
      } else {
        linkCount += 1
        let link = LinkCore(
          id: LinkID(rawValue: linkCount), target: target, imports: imports,
          home: identity.compartment)
        links[link.id] = link
        kept.insert(link.id)
      }
    }
    for id in links.keys where !kept.contains(id) {
      links[id] = nil
      effects.append(.disconnect(id))
    }
  }

  private func imports(of plan: LinkPlan) -> [ImportedFlow]? {
    let flows = plan.flows.compactMap { handle -> ImportedFlow? in
      guard let entry = desk.snapshot.entry(handle),
        let flow = desk.flows[entry.id.text(in: identity.compartment)]
      else { return nil }
      return ImportedFlow(entry.id.name, into: flow, over: plan)
    }
    return flows.isEmpty ? nil : flows
  }

  /// What is due on a link.
  func tick(
    _ id: LinkID, _ isDrained: Bool, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    guard let link = links[id] else { return }
    switch link.session.duty(at: now.monotonic) {
    case .nothing: break
    case .giveUp where !isDrained: break
    case .connect:
      effects.append(.connect(id, link.target))
    case .beat: forward(Heartbeat().encoded(), link, now, &effects)
    case .giveUp: lose(link, now, &effects)
    }
    guard link.session.isOpen else { return }
    for place in link.imports.indices {
      if case .paused(let until) = link.imports[place].standing, now.monotonic >= until {
        subscribe(place, link, now, &effects)
      }
    }
  }

  /// Something happened on a link.
  func step(
    _ id: LinkID, _ event: LinkEvent, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    guard let link = links[id] else { return effects.append(.disconnect(id)) }
    switch event {
    case .connected(let nonce):
      let hello = link.session.connected(at: now.monotonic, nonce: nonce)
      effects.append(.forward(id, hello))
    case .failed: lose(link, now, &effects)
    case .frame(let frame):
      link.session.heard(at: now.monotonic)
      receive(frame, link, now, &effects)
    }
  }

  private func lose(_ link: LinkCore, _ now: CellTime, _ effects: inout [CellEffect]) {
    effects.append(.disconnect(link.id))
    link.session.lost(at: now.monotonic, jitter: random())
    link.isForging = false
    for flow in link.imports { flow.lose() }
  }

  /// The other cell does what it must not: the connection ends.
  private func blame(
    _ code: ProtocolCode, _ link: LinkCore, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    count(code, .compartment(link.target.source))
    lose(link, now, &effects)
  }

  private func receive(
    _ frame: [UInt8], _ link: LinkCore, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    guard let command = try? Command(frame) else {
      return blame(.malformed, link, now, &effects)
    }
    switch command {
    case .welcome(let welcome): welcomed(welcome, link, now, &effects)
    case .deliver(let deliver) where link.session.isOpen:
      receive(deliver, frame, link, now, &effects)
    case .error(let error): refused(error, link, now, &effects)
    case .subscribed(let subscribed):
      guard let flow = link.imported(subscribed.subscription) else { return }
      if flow.standing == .asked { flow.standing = .subscribed }
    case .heartbeat(let heartbeat):
      forward(heartbeat.encoded(), link, now, &effects)
    case .bye: lose(link, now, &effects)
    case .hello, .publish, .ack, .nack, .subscribe, .credit, .acked, .unsubscribe, .deliver:
      blame(.unknownCommand, link, now, &effects)
    }
  }

  private func welcomed(
    _ welcome: Welcome, _ link: LinkCore, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    guard !link.session.isOpen, welcome.site == identity.site,
      welcome.compartment == link.target.source,
      welcome.principal == link.target.principalName
    else { return blame(.wrongPlace, link, now, &effects) }
    guard let source = name(of: welcome.journal, link, now) else {
      return blame(.unsettledJournal, link, now, &effects)
    }
    link.source = source
    link.session.welcomed(welcome)
    for place in link.imports.indices { subscribe(place, link, now, &effects) }
  }

  /// The name under which cursors over another cell's journal are kept. One that was never heard of
  /// gets a name for good, so a source may come with few; nil for one too many.
  private func name(of journal: [UInt8], _ link: LinkCore, _ now: CellTime) -> NameNumber? {
    let source = link.target.source
    let name = "\(source) \(Hexadecimal.encode(journal))"
    if let known = numbering.knownNumber(ofName: name) { return known }
    var meter = newJournals[source] ?? FaultMeter(forgivenEach: CellLimit.newJournalInterval)
    guard meter.add(at: now.monotonic) <= CellLimit.newJournalsMax else { return nil }
    newJournals[source] = meter
    return numbering.number(ofName: name)
  }

  private func subscribe(
    _ place: Int, _ link: LinkCore, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    guard let source = link.source else { return }
    let flow = link.imports[place]
    let position = cursors.position(.imported, source, flow.flow.number)
    flow.expected = position ?? 0
    flow.standing = .asked
    flow.bytesUsed = 0
    let subscribe = Subscribe(
      subscription: UInt32(place), flow: flow.name,
      from: position.map { .offset($0) } ?? .oldest, credit: Limit.linkCreditBytes)
    forward(subscribe.encoded(), link, now, &effects)
  }

  /// The other cell refused something.
  private func refused(
    _ error: ErrorReport, _ link: LinkCore, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    count(error.code, .compartment(link.target.source))
    let place = error.about.flatMap { UInt32(exactly: $0) }
    guard !error.isFatal, link.session.isOpen, let place, let source = link.source,
      let flow = link.imported(place)
    else { return lose(link, now, &effects) }
    if error.code == ProtocolCode.beyondHead.rawValue {
      // The other cell's journal was put back to an older state. What comes twice is known by its
      // marks.
      cursors.restart(source, flow.flow.number, at: now.monotonic)
      flow.unacknowledged = nil
      return subscribe(Int(place), link, now, &effects)
    }
    if ProtocolCode(rawValue: error.code)?.leavesSubscription == true, flow.standing == .subscribed
    {
      return
    }
    flow.standing = .paused(until: now.monotonic + Limit.importRetry)
  }

  private func forward(
    _ frame: [UInt8], _ link: LinkCore, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    link.session.sent(at: now.monotonic)
    effects.append(.forward(link.id, frame))
  }
}

extension CellCore {
  /// Takes delivered messages into the batch, up to one that has to be waited for.
  private func receive(
    _ deliver: Deliver, _ frame: [UInt8], _ link: LinkCore, _ now: CellTime,
    _ effects: inout [CellEffect]
  ) {
    // What a subscription sent that we have ended since goes nowhere.
    guard let flow = link.imported(deliver.subscription), flow.standing == .subscribed else {
      return
    }
    flow.bytesUsed += frame.count
    guard flow.bytesUsed <= Limit.linkCreditBytes + Limit.frameBytesMax else {
      return blame(.creditBound, link, now, &effects)
    }
    for item in deliver.messages where item.offset >= flow.expected {
      guard take(item, of: frame, flow, link, now) else {
        flow.hold(at: item.offset, now.monotonic)
        let end = Unsubscribe(subscription: deliver.subscription)
        forward(end.encoded(), link, now, &effects)
        break
      }
      flow.expected = item.offset + 1
      flow.unacknowledged = item.offset
    }
    guard let source = link.source else { return }
    cursors.advance(.imported, source, flow.flow.number, to: flow.expected, at: now.monotonic)
    // What was passed over stays passed over, but who brings too much of it is left for a while.
    if link.isForging { blame(.faultLimit, link, now, &effects) }
  }

  /// Takes a message or passes it over; false when it has to be waited for.
  private func take(
    _ item: Deliver.Item, of frame: [UInt8], _ flow: ImportedFlow, _ link: LinkCore,
    _ now: CellTime
  ) -> Bool {
    switch intake.admit(frame, item.range, flow, desk, &producers, now) {
    case .success(let admission):
      _ = stage(admission, frame, item.range, who: .compartment(link.target.source), now)
      return true
    case .failure(let refusal):
      count(refusal.code, .compartment(link.target.source))
      if MessageError.isForgery(refusal.code) { link.forged(at: now.monotonic) }
      let signer = (try? UnverifiedMessage(frame, in: item.range))?.keyID
      if flow.waits(for: refusal, at: item.offset, by: signer, now.monotonic) { return false }
      if refusal.duration == .untilKnown {
        count(
          .passedOver, .compartment(link.target.source), detail: "/\(flow.name) \(item.offset)")
      }
      return true
    }
  }

  /// After a commit: the other cell may forget what we have, and send more.
  func acknowledgeImports(_ now: CellTime, _ effects: inout [CellEffect]) {
    for link in links.values.sorted(by: { $0.id.rawValue < $1.id.rawValue })
    where link.session.isOpen {
      for (place, flow) in link.imports.enumerated() where flow.standing == .subscribed {
        let number = UInt32(place)
        if let offset = flow.unacknowledged {
          forward(Acked(subscription: number, offset: offset).encoded(), link, now, &effects)
        }
        if flow.bytesUsed > 0 {
          forward(
            Credit(subscription: number, bytes: flow.bytesUsed).encoded(), link, now, &effects)
        }
        flow.unacknowledged = nil
        flow.bytesUsed = 0
      }
    }
  }

  /// After a refused commit: what was delivered was not taken, so it is fetched again, later.
  func resumeImports(_ now: CellTime, _ effects: inout [CellEffect]) {
    for link in links.values.sorted(by: { $0.id.rawValue < $1.id.rawValue })
    where link.session.isOpen {
      for (place, flow) in link.imports.enumerated()
      where flow.standing == .subscribed && flow.bytesUsed > 0 {
        flow.standing = .paused(until: now.monotonic + Limit.importRetry)
        flow.unacknowledged = nil
        forward(Unsubscribe(subscription: UInt32(place)).encoded(), link, now, &effects)
      }
    }
  }
}

extension LinkCore {
  /// The flow of a subscription's number.
  fileprivate func imported(_ subscription: UInt32) -> ImportedFlow? {
    subscription < UInt32(imports.count) ? imports[Int(subscription)] : nil
  }
}
