import NIOCore
import Synchronization

/// Closes a connection when its peer takes too long over something.
final class ConnectionAlarm: Sendable {
  private let channel: any Channel
  private let scheduled = Mutex<Scheduled<Void>?>(nil)

  init(_ channel: any Channel) {
    self.channel = channel
  }

  /// The connection is closed after this, unless the alarm is set anew or turned off before.
  func set(_ limit: Duration) {
    let next = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { [channel] in
      channel.close(mode: .all, promise: nil)
    }
    exchange(next)
  }

  /// Nothing is asked of the peer now.
  func turnOff() { exchange(nil) }

  private func exchange(_ next: Scheduled<Void>?) {
    let last = scheduled.withLock { scheduled in
      defer { scheduled = next }
      return scheduled
    }
    last?.cancel()
  }
}
