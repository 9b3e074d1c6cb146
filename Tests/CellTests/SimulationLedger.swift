import Client
import NormalizedFormat
import SignedMessage
import Synchronization

/// What a publisher of a simulation says.
struct SimulatedDraft {
  let publisher: Int
  /// Place in ``Simulation/labels``.
  let label: Int
  /// Whom it is about; nil is nobody.
  let patient: String?
  /// Whether it is of the flow `notes`, which no policy gives to a subscriber, else of `vitals`.
  let isNote: Bool

  var isPermitted: Bool { isNote || label < 2 }
}

/// What was said and what was heard in a simulation, and whether the two agree.
final class SimulationLedger: Sendable {
  static let subscribers = ["icu/dashboard", "icu/trainee"]

  private struct State {
    /// Of each message in the order of its number.
    var drafts: [SimulatedDraft] = []
    var outcomes: [Int: PublishOutcome] = [:]
    /// By subscriber: the numbers heard, and their offsets with nil where its process began again.
    var heard: [[Int]] = [[], []]
    var offsets: [[UInt64?]] = [[], []]
    var surprises: [String] = []
  }

  private let state = Mutex(State())

  /// A normalized message; its number is the last that it says.
  static func payload(of number: Int, _ draft: SimulatedDraft, padding: Int) -> [UInt8] {
    let digits = String("\(100_000_000 + number)".dropFirst())
    let type = String(repeating: " ", count: padding) + digits
    return Emergency.note(draft.patient, Other(type: type))
  }

  private static func number(_ payload: some Collection<UInt8>) -> Int {
    Int(String(decoding: payload.suffix(8), as: UTF8.self)) ?? -1
  }

  static func number(ofMessage bytes: [UInt8]) -> Int {
    (try? UnverifiedMessage(bytes)).map { number(Array($0.frame[$0.payload])) } ?? -1
  }

  /// New drafts; the number of the first.
  func add(_ drafts: [SimulatedDraft]) -> Int {
    state.withLock { state in
      defer { state.drafts += drafts }
      return state.drafts.count
    }
  }

  /// The draft of a number; nil for what nobody made.
  func draft(_ number: Int) -> SimulatedDraft? {
    state.withLock { $0.drafts.indices.contains(number) ? $0.drafts[number] : nil }
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
  ///
  /// - Parameters:
  ///   - opened: what was sent to the trainee by break-glass.
  func problems(
    journal: [[UInt8]], notes: [[UInt8]], imported: [[UInt8]], opened: Set<Int>
  ) -> [String] {
    let journal = journal.map(Self.number(ofMessage:))
    let notes = notes.map(Self.number(ofMessage:))
    let imported = imported.map(Self.number(ofMessage:))
    return state.withLock { state in
      state.surprises + Self.publishing(state, [journal, notes])
        + Self.importing(state, journal, imported) + Self.delivering(state, journal, opened)
    }
  }

  private static func publishing(_ state: State, _ flows: [[Int]]) -> [String] {
    var problems: [String] = []
    let journal = flows.flatMap(\.self)
    if Set(journal).count != journal.count { problems.append("doubled in the journal") }
    if state.outcomes.count != state.drafts.count { problems.append("drafts without an outcome") }
    let durable = Set(state.outcomes.filter { $0.value == .durable }.keys)
    if !durable.isSubset(of: journal) { problems.append("told durable, and not in the journal") }
    if !Set(journal).isSubset(of: durable) { problems.append("in the journal, and told refused") }
    let permitted = state.outcomes.filter { state.drafts[$0.key].isPermitted }
    if permitted.values.contains(where: { $0 != .durable }) { problems.append("refused in vain") }
    for (publisher, flow) in [(0, 0), (0, 1), (1, 0)] {
      let own = flows[flow].filter { $0 >= 0 && state.drafts[$0].publisher == publisher }
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

  private static func delivering(
    _ state: State, _ journal: [Int], _ opened: Set<Int>
  ) -> [String] {
    var problems: [String] = []
    for subscriber in 0..<2 {
      let entitled = Set(
        journal.filter { $0 >= 0 && state.drafts[$0].label <= (subscriber == 0 ? 1 : 0) })
      let heard = Set(state.heard[subscriber])
      let more = heard.subtracting(entitled)
      if !heard.isSuperset(of: entitled)
        || !(subscriber == 0 ? more.isEmpty : more.isSubset(of: opened))
      {
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
