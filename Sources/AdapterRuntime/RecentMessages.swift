import AdapterKit
import Synchronization

/// The messages of a link that are on their way into the cell, and the last ones that are durable.
///
/// A device that hears no answer sends the same again: it joins what is under way, and what is
/// durable already is not made durable twice. A message is known by the SHA-256 of its bytes, so
/// that what is remembered of each has one size, and only where its source names it.
final class RecentMessages: Sendable {
  /// What is durable of a message.
  enum Memory: Sendable {
    case accepted
    /// Some of the messages that came of it, by their place, its raw bytes in quarantine, or both:
    /// the others may be tried again, and it needs no second record there.
    case partly(Set<Int>, isQuarantined: Bool)
  }

  /// Where a message stands when it comes.
  enum Start {
    /// It is all durable.
    case durable
    /// It is under way.
    case joined(Settlement)
    /// It is new, or not all durable: the caller works on it, and says what became of it.
    case begun(Settlement, Memory?)
  }

  private struct Entry {
    var memory: Memory?
    var pending: Settlement?
    var isListed = false
  }

  private struct State {
    var entries: [[UInt8]: Entry] = [:]
    /// Keys of what is durable, in a ring: the oldest is forgotten for the newest.
    var ring: [[UInt8]] = []
    var oldest = 0
  }

  private let countMax: Int
  private let state = Mutex(State())

  /// - Parameter countMax: durable messages that are remembered. Those under way are bounded by
  ///   what the uplink takes.
  init(countMax: Int) {
    self.countMax = countMax
  }

  /// Where the message with this digest stands.
  func begin(_ digest: [UInt8]) -> Start {
    state.withLock { state in
      var entry = state.entries[digest] ?? Entry()
      if let pending = entry.pending { return .joined(pending) }
      if case .accepted = entry.memory { return .durable }
      let settlement = Settlement()
      entry.pending = settlement
      state.entries[digest] = entry
      return .begun(settlement, entry.memory)
    }
  }

  /// The work on a message has ended. `memory` is what is durable of it now; nil adds nothing to
  /// what was before.
  func end(_ digest: [UInt8], _ memory: Memory?) {
    state.withLock { state in
      guard var entry = state.entries[digest] else { return }
      entry.pending = nil
      entry.memory = memory ?? entry.memory
      guard entry.memory != nil else {
        state.entries[digest] = nil
        return
      }
      if !entry.isListed {
        entry.isListed = true
        Self.list(digest, in: &state, countMax)
      }
      state.entries[digest] = entry
    }
  }

  private static func list(_ digest: [UInt8], in state: inout State, _ countMax: Int) {
    guard state.ring.count == countMax else {
      state.ring.append(digest)
      return
    }
    let forgotten = state.ring[state.oldest]
    state.ring[state.oldest] = digest
    state.oldest = (state.oldest + 1) % countMax
    guard var entry = state.entries[forgotten] else { return }
    entry.isListed = false
    entry.memory = nil
    state.entries[forgotten] = entry.pending == nil ? nil : entry
  }
}
