import CellProtocol
import Journal
import Policy

extension CellCore {
  /// Opens, keeps or closes connections as the snapshot in force says; asked at the start and with
  /// each snapshot.
  func renewLinks(_ now: CellTime, _ effects: inout [CellEffect]) {
    var kept: Set<LinkID> = []
    for plan in desk.snapshot.links.prefix(Limit.linksMax) {
      guard let imports = imports(of: plan) else { continue }
      let target = LinkTarget(
        source: plan.source, endpoint: plan.endpoint, serverKey: plan.serverKey.bytes,
        principal: plan.principalID.name)
      let old = links.values.first {
        $0.target == target && $0.imports.map(\.name) == imports.map(\.name)
      }
      if let old {
        for (mine, fresh) in zip(old.imports, imports) {
          mine.flow = fresh.flow
          mine.principal = fresh.principal
          mine.memo.removeAll()
        }
        kept.insert(old.id)
      } else if let source = numbering.number(ofName: plan.source) {
        linkCount += 1
        let link = LinkCore(
          id: LinkID(rawValue: linkCount), target: target, source: source, imports: imports,
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
  func tick(_ id: LinkID, _ now: CellTime, _ effects: inout [CellEffect]) {
    guard let link = links[id] else { return }
    switch link.session.duty(at: now.monotonic) {
    case .nothing: break
    case .connect:
      effects.append(.connect(id, link.target))
    case .beat: forward(Command.heartbeatFrame, link, now, &effects)
    case .giveUp: lose(link, now, &effects)
    }
    guard link.session.isOpen else { return }
    for place in link.imports.indices {
      if case .refused(let until) = link.imports[place].standing, now.monotonic >= until {
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
    link.session.lost(at: now.monotonic, jitter: UInt64(link.id.rawValue) &* 7_919)
    for flow in link.imports {
      flow.standing = .idle
      flow.unacknowledged = nil
      flow.bytesUsed = 0
    }
  }

  private func receive(
    _ frame: [UInt8], _ link: LinkCore, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    guard let command = try? Command(frame) else {
      refusals.count(ProtocolCode.malformed.rawValue, link.target.source)
      return lose(link, now, &effects)
    }
    switch command {
    case .welcome(let welcome): welcomed(welcome, link, now, &effects)
    case .deliver(let deliver) where link.session.isOpen:
      take(deliver, frame, link, now)
    case .error(let error): refused(error, link, now, &effects)
    case .subscribed, .heartbeat: break
    case .bye: lose(link, now, &effects)
    case .hello, .publish, .ack, .nack, .subscribe, .credit, .acked, .deliver:
      refusals.count(ProtocolCode.unknownCommand.rawValue, link.target.source)
      lose(link, now, &effects)
    }
  }

  private func welcomed(
    _ welcome: Welcome, _ link: LinkCore, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    guard welcome.site == identity.site, welcome.compartment == link.target.source else {
      refusals.count(ProtocolCode.wrongPlace.rawValue, link.target.source)
      return lose(link, now, &effects)
    }
    link.session.welcomed(welcome)
    for place in link.imports.indices { subscribe(place, link, now, &effects) }
  }

  private func subscribe(
    _ place: Int, _ link: LinkCore, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    let flow = link.imports[place]
    let position = cursors.position(.imported, link.source, flow.flow.number)
    flow.expected = position ?? 0
    flow.standing = .subscribed
    let subscribe = Subscribe(
      subscription: UInt32(place), flow: flow.name,
      from: position.map { .offset($0) } ?? .oldest, credit: Limit.linkCreditBytes)
    forward(subscribe.encoded(), link, now, &effects)
  }

  /// The other cell refused something.
  private func refused(
    _ error: ErrorReport, _ link: LinkCore, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    refusals.count(error.code, link.target.source)
    let isSubscription = error.about.map { $0 < UInt64(link.imports.count) } ?? false
    guard !error.isFatal, link.session.isOpen, isSubscription, let about = error.about else {
      return lose(link, now, &effects)
    }
    let flow = link.imports[Int(about)]
    if error.code == ProtocolCode.beyondHead.rawValue {
      // The other cell's journal is younger than what we had of it. What comes twice is known by
      // its marks.
      cursors.restart(link.source, flow.flow.number, at: now.monotonic)
      return subscribe(Int(about), link, now, &effects)
    }
    flow.standing = .refused(until: now.monotonic + Limit.reconnectMax)
  }

  /// Takes delivered messages into the batch; a message that may not come in is passed over.
  private func take(_ deliver: Deliver, _ frame: [UInt8], _ link: LinkCore, _ now: CellTime) {
    guard deliver.subscription < UInt32(link.imports.count) else { return }
    let flow = link.imports[Int(deliver.subscription)]
    for item in deliver.messages where item.offset >= flow.expected {
      switch intake.admit(frame, item.range, flow, desk, now) {
      case .failure(let refusal): refusals.count(refusal.code, link.target.source)
      case .success(let admission):
        _ = stage(admission, frame, item.range, who: link.target.source, now)
      }
      flow.expected = item.offset + 1
    }
    cursors.advance(
      .imported, link.source, flow.flow.number, to: flow.expected, at: now.monotonic)
    flow.unacknowledged = deliver.messages.last?.offset
    flow.bytesUsed += frame.count
  }

  /// After a commit: the other cell may forget what we have, and send more.
  func acknowledgeImports(_ now: CellTime, _ effects: inout [CellEffect]) {
    for link in links.values.sorted(by: { $0.id.rawValue < $1.id.rawValue })
    where link.session.isOpen {
      for (place, flow) in link.imports.enumerated() {
        guard let offset = flow.unacknowledged else { continue }
        let number = UInt32(place)
        forward(Acked(subscription: number, offset: offset).encoded(), link, now, &effects)
        forward(
          Credit(subscription: number, bytes: flow.bytesUsed).encoded(), link, now, &effects)
        flow.unacknowledged = nil
        flow.bytesUsed = 0
      }
    }
  }

  /// After a refused commit: what was delivered was not taken, so it is fetched again.
  func resumeImports(_ now: CellTime, _ effects: inout [CellEffect]) {
    for link in links.values.sorted(by: { $0.id.rawValue < $1.id.rawValue })
    where link.imports.contains(where: { $0.unacknowledged != nil }) {
      lose(link, now, &effects)
    }
  }

  private func forward(
    _ frame: [UInt8], _ link: LinkCore, _ now: CellTime, _ effects: inout [CellEffect]
  ) {
    link.session.sent(at: now.monotonic)
    effects.append(.forward(link.id, frame))
  }
}
