package import AdapterKit
import Client
import SignedMessage
import Cryptography
import Glibc
import NormalizedFormat
import Synchronization

/// One device link: from a frame to the answer, with everything durable in between.
///
/// A device is told that its message is accepted only when the cell has said that it is durable.
/// What can't be translated, and what the cell refuses, goes durably to quarantine with its raw
/// bytes.
package final class DeviceLink<Device: Adapter>: Sendable {
  /// How a link is set up.
  package struct Settings: Sendable {
    /// The link's name in the site's configuration.
    package let name: String
    /// Location or device that its messages are about, never a patient.
    package let subject: String
    package let assumedZoneMinutes: Int
    /// How long a device waits for its answer before it is told to come again.
    package let answerLimit: Duration

    /// A link's name, subject, assumed zone and patience.
    package init(
      name: String, subject: String, assumedZoneMinutes: Int = 0,
      answerLimit: Duration = .seconds(20)
    ) {
      self.name = name
      self.subject = subject
      self.assumedZoneMinutes = assumedZoneMinutes
      self.answerLimit = answerLimit
    }
  }

  private let adapter: Device
  private let settings: Settings
  private let routing: FlowRouting
  private let uplink: any Uplink
  private let notice: @Sendable (LinkNotice) -> Void
  private let serial: Atomic<UInt64>

  /// A link of one adapter into one cell.
  package init(
    _ adapter: Device, settings: Settings, routing: FlowRouting, uplink: any Uplink,
    notice: @escaping @Sendable (LinkNotice) -> Void
  ) {
    self.adapter = adapter
    self.settings = settings
    self.routing = routing
    self.uplink = uplink
    self.notice = notice
    // Replies need ids that no earlier run of this link gave: the clock, in microseconds, is ahead
    // of them.
    serial = Atomic(UInt64(max(0, Self.unixMilliseconds())) * 1_000)
  }

  /// A framing for one connection.
  package func makeFraming() -> any Framing { adapter.makeFraming() }

  /// Handles what came of a connection, and says what the device is told.
  package func handle(_ event: FramingEvent) async -> DeviceReply {
    switch event {
    case .message(let frame):
      return await handle(frame)
    case .truncated(let rest):
      let error = AdapterError(.frameTruncated)
      notice(.unreadable(error))
      let outcome = await quarantine(raw(rest), error)
      return DeviceReply(replies(to: rest, [outcome]))
    case .close(let error):
      notice(.unreadable(error))
      return DeviceReply(replies(to: [], [.unreadable(error)]), closes: true)
    }
  }

  private func handle(_ frame: [UInt8]) async -> DeviceReply {
    var outcomes: [IngestOutcome] = []
    for part in adapter.split(frame) { outcomes.append(await ingest(part)) }
    return DeviceReply(replies(to: frame, outcomes))
  }

  private func replies(to frame: [UInt8], _ outcomes: [IngestOutcome]) -> [[UInt8]] {
    let count = UInt64(max(1, outcomes.count))
    let first = serial.add(count, ordering: .relaxed).oldValue
    return adapter.acknowledgements.replies(
      to: frame, outcomes: outcomes,
      context: ReplyContext(now: Self.unixMilliseconds(), serial: first))
  }

  private func ingest(_ part: [UInt8]) async -> IngestOutcome {
    let raw = raw(part)
    let ingestion = adapter.ingest(raw, context: context())
    if case .quarantined(let error) = ingestion.outcome { notice(.quarantined(error)) }
    guard let drafts = drafts(of: ingestion.messages) else {
      notice(.unrouted)
      return await quarantine(raw, AdapterError(.configuration, blame: .site))
    }
    guard let outcomes = await uplink.publish(drafts, within: settings.answerLimit) else {
      notice(.busy)
      return .busy
    }
    if outcomes.allSatisfy(\.isDurable) { return ingestion.outcome }
    if outcomes.contains(.unanswered) { return .busy }
    for case .refused(let code) in outcomes { notice(.refused(code: code)) }
    if case .quarantined = ingestion.outcome { return .refused }
    return await quarantine(raw, AdapterError(.refusedByCell, blame: .site))
  }

  /// Keeps the raw bytes of what could not go where it should.
  private func quarantine(_ raw: RawMessage, _ error: AdapterError) async -> IngestOutcome {
    let message = adapter.quarantine(raw, error: error, context: context())
    guard let drafts = drafts(of: [message]),
      let outcomes = await uplink.publish(drafts, within: settings.answerLimit)
    else { return .busy }
    return outcomes.allSatisfy(\.isDurable) ? .quarantined(error) : .refused
  }

  private func drafts(of messages: [Message]) -> [MessageDraft]? {
    var drafts: [MessageDraft] = []
    for message in messages {
      guard let route = routing.route(of: message) else { return nil }
      drafts.append(
        MessageDraft(
          flow: route.flow, label: route.label, subject: settings.subject,
          payload: message.encoded()))
    }
    return drafts
  }

  private func raw(_ bytes: [UInt8]) -> RawMessage {
    RawMessage(bytes: bytes, digest: SHA256.hash(bytes).bytes)
  }

  private func context() -> IngestContext {
    IngestContext(
      received: Self.unixMilliseconds(), assumedZoneMinutes: settings.assumedZoneMinutes,
      link: settings.name, subject: settings.subject)
  }

  private static func unixMilliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}

/// What a link tells its log: codes and places, never content.
package enum LinkNotice: Sendable {
  /// A frame that was no message.
  case unreadable(AdapterError)
  /// A message that could not be translated.
  case quarantined(AdapterError)
  /// No flow is configured for the kind of a message.
  case unrouted
  /// The cell refused a message, with this code.
  case refused(code: Int)
  /// The cell did not answer in time.
  case busy
}
