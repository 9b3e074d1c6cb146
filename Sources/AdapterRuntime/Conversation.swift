import AdapterKit
import NIOCore

/// One connection's whole life: frames in, replies out, one after the other.
struct Conversation: ~Copyable {
  private let limits: PortLimits
  private let handle: DevicePort.Handle
  private let alarm: ConnectionAlarm
  private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private var framing: any Framing
  private var truncatedRun = 0

  init(
    _ limits: PortLimits, _ framing: any Framing, _ alarm: ConnectionAlarm,
    _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, handle: @escaping DevicePort.Handle
  ) {
    self.limits = limits
    self.framing = framing
    self.alarm = alarm
    self.outbound = outbound
    self.handle = handle
  }

  /// Talks until the peer ends, or has to go.
  mutating func run(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async throws {
    defer { alarm.turnOff() }
    alarm.set(limits.firstFrame)
    do {
      guard try await listen(to: inbound) else { return }
    } catch {
      // A peer that was cut off, by a reset or with its power: a frame that it had begun is kept
      // all the same, though nobody hears the answer.
    }
    // A sender may close its half after the last frame and wait for the answer.
    for event in framing.finish() {
      guard try await answer(event) else { return }
    }
  }

  /// False when the connection has to end.
  private mutating func listen(
    to inbound: NIOAsyncChannelInboundStream<ByteBuffer>
  ) async throws -> Bool {
    for try await buffer in inbound {
      let wasInside = framing.isInsideFrame
      let events = buffer.readableBytesView.withUnsafeBytes { framing.push($0) }
      for event in events {
        guard try await answer(event) else { return false }
      }
      let isNew = !events.isEmpty || !wasInside
      if framing.isInsideFrame {
        // Each frame has its time from its begin, so that a byte now and then does not help.
        if isNew { alarm.set(limits.frame) }
      } else if framing.counts.messages > 0 {
        alarm.turnOff()
      }
    }
    return true
  }

  /// Handles an event and sends what it is answered; false when the connection ends with it.
  private mutating func answer(_ event: FramingEvent) async throws -> Bool {
    // What takes time now is not the peer's fault.
    alarm.turnOff()
    let reply = await handle(event)
    alarm.set(limits.reply)
    for message in reply.messages {
      try await outbound.write(ByteBuffer(bytes: framing.frame(message)))
    }
    alarm.turnOff()
    if case .truncated = event { truncatedRun += 1 } else { truncatedRun = 0 }
    return !reply.closes && truncatedRun < limits.truncatedMax
  }
}
