/// Consumers that can be served: alerts first, and within a class each party in turn.
///
/// A consumer waits at most once in the queue, and one that was served goes behind the others of
/// its party, and its party behind the others: nobody holds up another of the same urgency, however
/// much he has to catch up and however many consumers he opens. Every fourth turn goes to a less
/// urgent class, so that a flood of alerts starves nobody either.
package struct ReadyQueue: Sendable {
  private var lanes = [Lane](repeating: Lane(), count: Urgency.allCases.count)
  private var waiting: Set<ConsumerID> = []
  private var turns = 0

  package init() {}

  package var isEmpty: Bool { waiting.isEmpty }

  /// Puts a consumer behind those of its class and party, unless it waits already.
  package mutating func push(_ consumer: ConsumerID, of party: PartyID, _ urgency: Urgency) {
    guard waiting.insert(consumer).inserted else { return }
    lanes[Int(urgency.rawValue)].append(consumer, of: party)
  }

  /// The next consumer to serve.
  package mutating func pop() -> ConsumerID? {
    guard !waiting.isEmpty else { return nil }
    let first = firstLane()
    for step in lanes.indices {
      let lane = (first + step) % lanes.count
      while let consumer = lanes[lane].next() {
        if waiting.remove(consumer) != nil { return consumer }
      }
    }
    return nil
  }

  /// Forgets a consumer.
  package mutating func remove(_ consumer: ConsumerID) {
    guard waiting.remove(consumer) != nil, waiting.isEmpty else { return }
    // Nothing is popped while nothing waits, so nothing else would empty the lanes.
    lanes = [Lane](repeating: Lane(), count: Urgency.allCases.count)
  }

  /// Slots of memory in use, for tests that it does not grow with what was served.
  package var slots: Int { lanes.reduce(0) { $0 + $1.slots } }

  /// Where to look first: at the alerts, and every fourth time at each of the others in turn.
  private mutating func firstLane() -> Int {
    turns = (turns + 1) % (4 * (lanes.count - 1))
    return turns % 4 == 0 ? turns / 4 + 1 : 0
  }
}

/// The consumers of one class.
private struct Lane: Sendable {
  /// Parties with consumers in ``consumers``, each once, in the order of their turns.
  private var parties = TurnQueue<PartyID>()
  private var consumers: [PartyID: TurnQueue<ConsumerID>] = [:]

  var slots: Int { consumers.values.reduce(parties.slots) { $0 + $1.slots } }

  mutating func append(_ consumer: ConsumerID, of party: PartyID) {
    if consumers[party] == nil { parties.append(party) }
    consumers[party, default: TurnQueue()].append(consumer)
  }

  mutating func next() -> ConsumerID? {
    guard let party = parties.popFirst(), let consumer = consumers[party]?.popFirst() else {
      return nil
    }
    if consumers[party]?.isEmpty == true {
      consumers[party] = nil
    } else {
      parties.append(party)
    }
    return consumer
  }
}
