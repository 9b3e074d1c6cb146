package import AdapterKit
import Cryptography
import Glibc
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
    /// The zone of device times that state none.
    package let zone: LocalZone
    /// How long a device waits for its answer before it is told to come again.
    package let patience: Patience

    /// A link's name, subject, assumed zone and patience.
    package init(
      name: String, subject: String, zone: LocalZone = LocalZone(minutes: 0),
      patience: Patience = Patience()
    ) {
      self.name = name
      self.subject = subject
      self.zone = zone
      self.patience = patience
    }
  }

  private let adapter: Device
  private let settings: Settings
  private let intake: Intake<Device>
  private let notice: @Sendable (LinkNotice) -> Void
  private let serial: Atomic<UInt64>

  /// A link of one adapter into one cell.
  package init(
    _ adapter: Device, settings: Settings, routing: FlowRouting, uplink: any Uplink,
    notice: @escaping @Sendable (LinkNotice) -> Void
  ) {
    RuntimeLimit.assertRelations()
    self.adapter = adapter
    self.settings = settings
    self.notice = notice
    intake = Intake(adapter, routing, subject: settings.subject, uplink, notice: notice)
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
      return DeviceReply(replies(to: frame, await outcomes(of: frame)))
    case .truncated(let rest):
      let error = AdapterError(.frameTruncated)
      notice(.unreadable(error))
      let outcomes = FrameOutcomes(1, settings.patience)
      outcomes.expect(intake.quarantine(raw(rest), error, context()), at: 0)
      return DeviceReply(replies(to: rest, await finish(outcomes)))
    case .close(let error):
      notice(.unreadable(error))
      return DeviceReply(replies(to: [], [.unreadable(error)]), closes: true)
    }
  }

  /// Takes the parts of a frame one after the other, a bounded number at a time. After the first
  /// that the device must send again the others are left as well: they would come in before it.
  private func outcomes(of frame: [UInt8]) async -> [IngestOutcome] {
    let parts = adapter.split(frame)
    let outcomes = FrameOutcomes(parts.count, settings.patience)
    var bytes = 0
    for (index, part) in parts.enumerated() {
      if bytes > RuntimeLimit.frameBytesUnderWay
        || outcomes.openCount >= RuntimeLimit.framePartsUnderWay
      {
        guard await outcomes.settle() else { break }
        bytes = 0
      }
      guard !outcomes.isBusy else { break }
      bytes += part.count
      outcomes.expect(intake.take(raw(part), context()), at: index)
    }
    return await finish(outcomes)
  }

  private func finish(_ outcomes: FrameOutcomes) async -> [IngestOutcome] {
    _ = await outcomes.settle()
    let all = outcomes.finish()
    if all.contains(.busy) { notice(.busy) }
    return all
  }

  private func replies(to frame: [UInt8], _ outcomes: [IngestOutcome]) -> [[UInt8]] {
    let count = UInt64(max(1, outcomes.count))
    let first = serial.add(count, ordering: .relaxed).oldValue
    return adapter.acknowledgements.replies(
      to: frame, outcomes: outcomes,
      context: ReplyContext(now: Self.unixMilliseconds(), serial: first))
  }

  private func raw(_ bytes: [UInt8]) -> RawMessage {
    RawMessage(bytes: bytes, digest: SHA256.hash(bytes).bytes)
  }

  private func context() -> IngestContext {
    IngestContext(
      received: Self.unixMilliseconds(), zone: settings.zone,
      link: settings.name, subject: settings.subject)
  }

  private static func unixMilliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
