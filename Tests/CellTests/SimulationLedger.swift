import Client
import SignedMessage
import Synchronization

/// What was said and what was heard in a simulation, and whether the two agree.
final class SimulationLedger: Sendable {
  static let subscribers = ["icu/dashboard", "icu/trainee"]

  private struct State {
    /// Of each message in the order of its number: who made it, and which label it has.
    var drafts: [(publisher: Int, label: Int)] = []
    var outcomes: [Int: PublishOutcome] = [:]
    /// By subscriber: the numbers heard, and their offsets with nil where its process began again.
    var heard: [[Int]] = [[], []]
    var offsets: [[UInt64?]] = [[], []]
    var surprises: [String] = []
  }

  private let state = Mutex(State())

  /// A message's number is in its payload.
  static func payload(of number: Int, padding: Int) -> [UInt8] {
    [UInt8(number & 0xff), UInt8(number >> 8 & 0xff), UInt8(number >> 16)]
      + [UInt8](repeating: 0, count: padding)
  }

  private static func number(_ payload: some Collection<UInt8>) -> Int {
    payload.prefix(3).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private static func number(ofMessage bytes: [UInt8]) -> Int {
    (try? UnverifiedMessage(bytes)).map { number($0.frame[$0.payload]) } ?? -1
  }

  /// New drafts; the number of the first.
  func add(_ labels: [Int], by publisher: Int) -> Int {
    state.withLock { state in
      defer { state.drafts += labels.map { (publisher, $0) } }
      return state.drafts.count
    }
  }

  func settle(_ outcomes: [PublishOutcome], from first: Int) {
    state.withLock { state in
      for (index, outcome) in outcomes.enumerated() { state.outcomes[first + index] = outcome }
    }
  }

  func heard(_ event: SubscriberEvent, by subscriber: Int) {
    state.withLock { state in
      switch event {
      case .subscribed: break
      case .message(let delivery):
        state.heard[subscriber].append(Self.number(delivery.message.payloadBytes))
        state.offsets[subscriber].append(delivery.offset)
      case .unverified(_, let offset, let code):
        state.surprises.append("\(code) about offset \(offset)")
      case .refused(_, let code): state.surprises.append("refused \(code)")
      }
    }
  }

  /// A subscriber's process began again: from there on something may come twice.
  func begunAgain(_ subscriber: Int) {
    state.withLock { $0.offsets[subscriber].append(nil) }
  }

  /// What does not agree.
  func problems(journal: [[UInt8]], imported: [[UInt8]]) -> [String] {
    let journal = journal.map(Self.number(ofMessage:))
    let imported = imported.map(Self.number(ofMessage:))
    return state.withLock { state in
      state.surprises + Self.publishing(state, journal) + Self.importing(state, journal, imported)
        + Self.delivering(state, journal)
    }
  }

  private static func publishing(_ state: State, _ journal: [Int]) -> [String] {
    var problems: [String] = []
    if Set(journal).count != journal.count { problems.append("doubled in the journal") }
    if state.outcomes.count != state.drafts.count { problems.append("drafts without an outcome") }
    let durable = Set(state.outcomes.filter { $0.value == .durable }.keys)
    if !durable.isSubset(of: journal) { problems.append("told durable, and not in the journal") }
    if !Set(journal).isSubset(of: durable) { problems.append("in the journal, and told refused") }
    let permitted = state.outcomes.filter { state.drafts[$0.key].label < 2 }
    if permitted.values.contains(where: { $0 != .durable }) { problems.append("refused in vain") }
    for publisher in 0..<2 {
      let own = journal.filter { $0 >= 0 && state.drafts[$0].publisher == publisher }
      if own != own.sorted() { problems.append("publisher \(publisher) out of order") }
    }
    return problems
  }

  private static func importing(
    _ state: State, _ journal: [Int], _ imported: [Int]
  ) -> [String] {
    let exported = journal.filter { $0 >= 0 && state.drafts[$0].label == 0 }
    return imported == exported ? [] : ["imported \(imported.count) of \(exported.count), or else"]
  }

  private static func delivering(_ state: State, _ journal: [Int]) -> [String] {
    var problems: [String] = []
    for subscriber in 0..<2 {
      let entitled = Set(
        journal.filter { $0 >= 0 && state.drafts[$0].label <= (subscriber == 0 ? 1 : 0) })
      let heard = Set(state.heard[subscriber])
      if heard != entitled {
        problems.append(
          "\(subscribers[subscriber]) got \(heard.count) of \(entitled.count), or else")
      }
      let runs = state.offsets[subscriber].split(separator: nil).map { $0.compactMap(\.self) }
      if runs.contains(where: { zip($0, $0.dropFirst()).contains { $0 >= $1 } }) {
        problems.append("\(subscribers[subscriber]) out of order")
      }
    }
    return problems
  }
}
