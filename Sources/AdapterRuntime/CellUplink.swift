package import Client
package import SignedMessage
import Synchronization

/// An uplink over one publisher, bounded: while the cell is away, little piles up here and devices
/// are told to come again.
package struct CellUplink: Uplink {
  private let publisher: Publisher
  private let waitingMax: Int

  /// - Parameter waitingMax: drafts that may wait for the cell before devices are sent away.
  package init(_ publisher: Publisher, waitingMax: Int = 4_096) {
    self.publisher = publisher
    self.waitingMax = waitingMax
  }

  package func publish(_ drafts: [MessageDraft], within limit: Duration) async -> [PublishOutcome]?
  {
    guard publisher.waiting + drafts.count <= waitingMax else { return nil }
    return await withCheckedContinuation { continuation in
      let once = Once(continuation)
      let alarm = Task {
        try await Task.sleep(for: limit)
        once.resume(nil)
      }
      publisher.publish(drafts) { outcomes in
        alarm.cancel()
        once.resume(outcomes)
      }
    }
  }
}

/// A continuation that whoever comes first resumes.
private final class Once: Sendable {
  private let continuation: Mutex<CheckedContinuation<[PublishOutcome]?, Never>?>

  init(_ continuation: CheckedContinuation<[PublishOutcome]?, Never>) {
    self.continuation = Mutex(continuation)
  }

  func resume(_ outcomes: [PublishOutcome]?) {
    let first = continuation.withLock { continuation in
      defer { continuation = nil }
      return continuation
    }
    first?.resume(returning: outcomes)
  }
}
