/// Consumers that can be served, alerts first, each class in turn.
///
/// A consumer waits at most once in the queue, and one that was served goes behind the others of
/// its class: no consumer holds up another of the same urgency, however much it has to catch up.
package struct ReadyQueue: Sendable {
  fileprivate var lanes = [Lane](repeating: Lane(), count: Urgency.allCases.count)
  private var waiting: Set<ConsumerID> = []

  fileprivate struct Lane: Sendable {
    var consumers: [ConsumerID] = []
    var head = 0
  }

  package init() {}

  package var isEmpty: Bool { waiting.isEmpty }

  /// Puts a consumer behind those of its class, unless it waits already.
  package mutating func push(_ consumer: ConsumerID, _ urgency: Urgency) {
    guard waiting.insert(consumer).inserted else { return }
    lanes[Int(urgency.rawValue)].consumers.append(consumer)
  }

  /// The next consumer to serve.
  package mutating func pop() -> ConsumerID? {
    guard !waiting.isEmpty else { return nil }
    for index in lanes.indices {
      while let consumer = lanes[index].next() {
        if waiting.remove(consumer) != nil { return consumer }
      }
    }
    return nil
  }

  /// Forgets a consumer.
  package mutating func remove(_ consumer: ConsumerID) { waiting.remove(consumer) }
}

extension ReadyQueue.Lane {
  fileprivate mutating func next() -> ConsumerID? {
    guard head < consumers.count else {
      consumers.removeAll(keepingCapacity: true)
      head = 0
      return nil
    }
    defer { head += 1 }
    return consumers[head]
  }
}
