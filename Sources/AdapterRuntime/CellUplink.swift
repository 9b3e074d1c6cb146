package import Client
package import SignedMessage
import Synchronization

/// An uplink over one publisher. While the cell is away a bounded amount piles up here, by count
/// and by bytes, and devices are told to come again.
package struct CellUplink: Uplink {
  /// Hands drafts to whoever publishes them.
  package typealias Publish =
    @Sendable ([MessageDraft], @escaping @Sendable ([PublishOutcome]) -> Void) -> Void

  package let bounds: UplinkBounds
  private let publish: Publish
  private let load: UplinkLoad

  /// An uplink over a publisher, which itself takes whatever it is given.
  package init(_ publisher: Publisher, bounds: UplinkBounds = UplinkBounds()) {
    self.init(bounds: bounds) { drafts, completion in
      publisher.publish(drafts, completion: completion)
    }
  }

  package init(bounds: UplinkBounds, publish: @escaping Publish) {
    self.bounds = bounds
    self.publish = publish
    load = UplinkLoad(bounds)
  }

  package func submit(
    _ drafts: [MessageDraft], holding bytes: Int,
    completion: @escaping @Sendable ([PublishOutcome]) -> Void
  ) -> Bool {
    let count = drafts.count
    let weight = UplinkBounds.bytes(of: drafts) + bytes
    guard load.take(count, weight) else { return false }
    publish(drafts) { [load] outcomes in
      load.giveBack(count, weight)
      completion(outcomes)
    }
    return true
  }
}

/// What is under way: taken before drafts are handed over, given back when the cell has answered.
private final class UplinkLoad: Sendable {
  private struct Free {
    var drafts: Int
    var bytes: Int
  }

  private let free: Mutex<Free>

  init(_ bounds: UplinkBounds) {
    free = Mutex(Free(drafts: bounds.drafts, bytes: bounds.bytes))
  }

  func take(_ drafts: Int, _ bytes: Int) -> Bool {
    free.withLock { free in
      guard free.drafts >= drafts, free.bytes >= bytes else { return false }
      free.drafts -= drafts
      free.bytes -= bytes
      return true
    }
  }

  func giveBack(_ drafts: Int, _ bytes: Int) {
    free.withLock { free in
      free.drafts += drafts
      free.bytes += bytes
    }
  }
}
