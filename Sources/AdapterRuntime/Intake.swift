import AdapterKit
import Client
import SignedMessage

/// From one source message to something durable: what came of it, or its raw bytes in quarantine.
///
/// Works on after a device's patience has ended, so that what the cell refuses late still goes to
/// quarantine, and a device that sends again joins.
final class Intake<Device: Adapter>: Sendable {
  /// Durable messages of a link that are remembered; 100 bytes each.
  private static var recentMax: Int { 16_384 }

  private let adapter: Device
  private let routing: FlowRouting
  private let subject: String
  private let uplink: any Uplink
  private let notice: @Sendable (LinkNotice) -> Void
  private let recent = RecentMessages(countMax: recentMax)

  /// A message that is being worked on.
  private struct Work: Sendable {
    let raw: RawMessage
    let context: IngestContext
    let settlement: Settlement
    /// Whether the source names it, so that its repetition is known.
    var isNamed = false
    /// Which of the messages that come of it are durable.
    var durable: Set<Int> = []
    /// Whether its raw bytes are in quarantine from an earlier time.
    var isQuarantined = false
  }

  init(
    _ adapter: Device, _ routing: FlowRouting, subject: String, _ uplink: any Uplink,
    notice: @escaping @Sendable (LinkNotice) -> Void
  ) {
    self.adapter = adapter
    self.routing = routing
    self.subject = subject
    self.uplink = uplink
    self.notice = notice
  }

  /// Takes a message, or joins it to the same one that is under way or durable.
  func take(_ raw: RawMessage, _ context: IngestContext) -> Settlement {
    guard adapter.name(of: raw) != nil else {
      let work = Work(raw: raw, context: context, settlement: Settlement())
      translate(work)
      return work.settlement
    }
    switch recent.begin(raw.digest) {
    case .durable: return Settlement(.accepted)
    case .joined(let settlement): return settlement
    case .begun(let settlement, let memory):
      var work = Work(raw: raw, context: context, settlement: settlement, isNamed: true)
      if case .partly(let places, let isQuarantined) = memory {
        (work.durable, work.isQuarantined) = (places, isQuarantined)
      }
      translate(work)
      return settlement
    }
  }

  /// Keeps raw bytes that are no message.
  func quarantine(
    _ raw: RawMessage, _ error: AdapterError, _ context: IngestContext
  ) -> Settlement {
    let work = Work(raw: raw, context: context, settlement: Settlement())
    quarantine(work, error)
    return work.settlement
  }

  private func translate(_ work: Work) {
    do throws(AdapterError) {
      let messages = try adapter.translate(work.raw, context: work.context)
      try publish(try drafts(of: messages), work)
    } catch {
      quarantine(work, error)
    }
  }

  private func publish(_ drafts: [MessageDraft], _ work: Work) throws(AdapterError) {
    let raw = work.raw.bytes.count
    guard uplink.bounds.canHold(drafts, holding: raw) else {
      throw AdapterError(.oversized, blame: .gateway)
    }
    // The same bytes give the same messages, so that a place tells which are durable already.
    let open = drafts.indices.filter { !work.durable.contains($0) }
    let isTaken = uplink.submit(open.map { drafts[$0] }, holding: raw) { [self] outcomes in
      var work = work
      work.durable.formUnion(zip(open, outcomes).filter { $0.1.isDurable }.map(\.0))
      switch Answer(outcomes) {
      case .durable: finish(work, .accepted)
      case .unanswered: finish(work, .busy)
      case .passing(let code):
        notice(.heldBack(code: code))
        finish(work, .busy)
      case .refused(let code):
        notice(.refused(code: code))
        quarantine(work, AdapterError(.refusedByCell, blame: .site))
      }
    }
    if !isTaken { finish(work, .busy) }
  }

  private func quarantine(_ work: Work, _ error: AdapterError) {
    guard !work.isQuarantined else { return finish(work, .quarantined(error)) }
    let messages = adapter.quarantine(work.raw, error: error, context: work.context)
      .map { TranslatedMessage($0) }
    guard let drafts = try? drafts(of: messages), uplink.bounds.canHold(drafts, holding: 0) else {
      notice(.lost(code: nil))
      return finish(work, .refused)
    }
    let isTaken = uplink.submit(drafts, holding: 0) { [self] outcomes in
      switch Answer(outcomes) {
      case .durable:
        notice(.quarantined(error))
        finish(work, .quarantined(error))
      case .unanswered: finish(work, .busy)
      case .passing(let code):
        notice(.heldBack(code: code))
        finish(work, .busy)
      case .refused(let code):
        notice(.lost(code: code))
        finish(work, .refused)
      }
    }
    if !isTaken { finish(work, .busy) }
  }

  private func finish(_ work: Work, _ outcome: IngestOutcome) {
    if work.isNamed { recent.end(work.raw.digest, memory(of: work, outcome)) }
    work.settlement.settle(outcome)
  }

  /// What is durable now; nil where that is nothing.
  private func memory(of work: Work, _ outcome: IngestOutcome) -> RecentMessages.Memory? {
    switch outcome {
    case .accepted: return .accepted
    case .quarantined: return .partly(work.durable, isQuarantined: true)
    case .busy, .refused, .unreadable:
      guard work.isQuarantined || !work.durable.isEmpty else { return nil }
      return .partly(work.durable, isQuarantined: work.isQuarantined)
    }
  }

  /// Messages as the uplink takes them; refused where one has no flow, or where they are more than
  /// a signed message or the uplink can hold, which is found out before all are encoded.
  private func drafts(of messages: [TranslatedMessage]) throws(AdapterError) -> [MessageDraft] {
    var drafts: [MessageDraft] = []
    var bytes = 0
    for message in messages {
      guard let route = routing.route(ofKind: message.kind) else {
        notice(.unrouted)
        throw AdapterError(.configuration, blame: .site)
      }
      let room = min(MessageLimit.payloadBytesMax, uplink.bounds.bytes - bytes)
      guard let payload = message.encoded(upTo: room) else {
        throw AdapterError(.oversized, blame: .gateway)
      }
      bytes += payload.count
      drafts.append(
        MessageDraft(flow: route.flow, label: route.label, subject: subject, payload: payload))
    }
    return drafts
  }
}

/// What the cell said of drafts that belong together.
private enum Answer {
  case durable
  case unanswered
  /// Refused for a reason that passes.
  case passing(Int)
  case refused(Int)

  init(_ outcomes: [PublishOutcome]) {
    var refused: Int?
    for case .refused(let code) in outcomes {
      if PublishRefusal.passes(code) {
        self = .passing(code)
        return
      }
      refused = refused ?? code
    }
    if outcomes.contains(.unanswered) {
      self = .unanswered
    } else {
      self = refused.map { .refused($0) } ?? .durable
    }
  }
}
