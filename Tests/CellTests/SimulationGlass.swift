import BreakGlass
import Cell
import CellProtocol
import Cryptography
import Policy
import SignedPolicy

/// Holds what is sent to the trainee against what the store says: nothing that the policy does not
/// give, but by an activation that is on the disk, and for its time. It has no part of the book that
/// the cell decides by.
final class SimulationGlass {
  /// An activation as its records give it.
  struct Opened {
    let patient: PatientIdentifier
    var until: Int64
    /// Milliseconds of the steady clock from which it is over, whatever the wall clock says.
    var steadyUntil: Int64
    var officers: Set<KeyID>
    var isEnded = false
    var isReviewMissing = false
    var flows: Set<String> = []
  }

  private let store: MemoryStore
  private let ledger: SimulationLedger
  var hospital: Hospital
  private(set) var opened: [Digest: Opened] = [:]
  /// Their names, oldest first, so that who picks one by number picks the same in every run.
  private(set) var names: [Digest] = []
  private var seen = 0
  private(set) var problems: [String] = []
  /// Messages of vitals that only break-glass gave, by their numbers.
  private(set) var vitals: Set<Int> = []
  /// How many notes were sent.
  private(set) var notes = 0

  init(_ store: MemoryStore, _ ledger: SimulationLedger, _ hospital: Hospital) {
    (self.store, self.ledger, self.hospital) = (store, ledger, hospital)
  }

  /// Notes what is not as it must be.
  func object(_ problem: String) { problems.append(problem) }

  /// A cell began: what was opened before is measured from here on.
  func began(at now: CellTime) {
    for digest in opened.keys { measure(digest, from: now.wall, now) }
  }

  private func measure(_ digest: Digest, from wall: Int64, _ now: CellTime) {
    guard let until = opened[digest]?.until else { return }
    opened[digest]?.steadyUntil = now.monotonic + until * 1_000 - wall
  }

  /// Reads the records that came since.
  func read(_ now: CellTime) {
    for entry in store.breakGlass.dropFirst(seen) { read(entry, now) }
    seen = store.breakGlass.count
  }

  private func read(_ entry: BreakGlassEntry, _ now: CellTime) {
    let record = entry.record
    let name = record.activation
    if let known = opened[name], known.isEnded {
      switch record.kind {
      case .reviewed, .reviewMissing, .count: break
      default: problems.append("an activation that had ended got a record \(record.kind)")
      }
    }
    switch record.kind {
    case .activated(let what):
      guard let bytes = entry.step, let step = try? BreakGlassStep(encoded: bytes),
        case .activate(_, let patient, _) = step.action, let signer = record.signer
      else { return problems.append("an activation without its step") }
      names.append(name)
      opened[name] = Opened(
        patient: patient, until: what.until, steadyUntil: 0, officers: [signer.officer])
      measure(name, from: record.time * 1_000, now)
    case .approved(let until), .renewed(let until):
      opened[name]?.until = until
      if let signer = record.signer { opened[name]?.officers.insert(signer.officer) }
      measure(name, from: record.time * 1_000, now)
    case .ended: opened[name]?.isEnded = true
    case .reviewed:
      opened[name] = nil
      names.removeAll { $0 == name }
    case .reviewMissing:
      if opened[name]?.isReviewMissing == true { problems.append("a review is missing twice") }
      opened[name]?.isReviewMissing = true
    case .first(let flow, _): opened[name]?.flows.insert(flow)
    case .count: break
    }
  }

  /// Activations that open something now, by the records and the policy in force.
  func open(_ now: CellTime) -> [Digest: Opened] {
    guard let template = hospital.icu.breakGlass.first, template.grantees.contains("trainee") else {
      return [:]
    }
    let officers = Set(template.officers.map(\.keyID))
      .subtracting(hospital.charter.revocations.signingKeys)
    return opened.filter { _, one in
      !one.isEnded && now.wall / 1_000 < one.until && now.monotonic < one.steadyUntil
        && one.officers.isSubset(of: officers)
    }
  }

  /// A frame is sent to the trainee, on a subscription to this flow.
  func sent(_ frame: [UInt8], of flow: String, _ now: CellTime) {
    guard case .deliver(let deliver)? = try? Command(frame) else { return }
    read(now)
    let journal = store.messages(flow)
    for message in deliver.messages {
      let number = SimulationLedger.number(ofMessage: journal[Int(message.offset)])
      guard let draft = ledger.draft(number) else {
        problems.append("nobody said message \(message.offset) of \(flow)")
        continue
      }
      judge(draft, number, now)
    }
  }

  /// What may be said of one message that is sent now.
  func judge(_ draft: SimulatedDraft, _ number: Int, _ now: CellTime) {
    guard draft.isNote || draft.label > 0 else { return }
    let flow = draft.isNote ? "notes" : "vitals"
    if draft.label == 2 { problems.append("what no break-glass opens was sent") }
    let by = open(now).values.filter { $0.patient.value == draft.patient }
    if by.isEmpty {
      problems.append("message \(number) of \(flow) was sent, and nothing opens it")
    } else if !by.contains(where: { $0.flows.contains(flow) }) {
      problems.append("message \(number) of \(flow) was sent before its first was recorded")
    }
    if draft.isNote { notes += 1 } else { vitals.insert(number) }
  }

  /// Whether a cell's book is what the records say, and opens nothing beyond.
  func compare(_ book: BreakGlassBook, _ now: CellTime) {
    read(now)
    let found = book.activations.mapValues { one in
      var isEnded = false
      if case .ended = one.state { isEnded = true }
      return "\(isEnded) \(one.until) \(one.officers.sorted()) \(one.isReviewMissing) "
        + "\(one.openedFlows.sorted())"
    }
    let known = opened.mapValues { one in
      "\(one.isEnded) \(one.until) \(one.officers.sorted()) \(one.isReviewMissing) "
        + "\(one.flows.sorted())"
    }
    if found != known { problems.append("the book is not what the records say") }
  }
}

/// Officers who sign what is right, wrong or too late, without a plan.
struct SimulatedOfficers {
  let emergency: Emergency
  private var past: [[UInt8]] = []

  init(_ emergency: Emergency) { self.emergency = emergency }

  static let patients = ["700101", "700102", "700103"]

  /// A step, and whether it must be refused whatever the state is.
  mutating func step(
    _ generator: inout Generator, about names: [Digest], at time: Int64
  ) throws -> (bytes: [UInt8], isHostile: Bool) {
    let officer = generator.below(3)
    let nonce = UInt8(generator.below(256))
    let name = names.isEmpty ? SHA256.hash([0]) : names[generator.below(names.count)]
    var isHostile = false
    var bytes: [UInt8]
    switch generator.below(15) {
    case 0...4:
      bytes = try emergency.activate(
        Self.patients[generator.below(3)], by: officer, at: time, nonce: nonce)
    case 5, 6: bytes = try emergency.step(.approve(name), by: officer, at: time, nonce: nonce)
    case 7: bytes = try emergency.step(.renew(name), by: officer, at: time, nonce: nonce)
    case 8: bytes = try emergency.step(.end(name), by: officer, at: time, nonce: nonce)
    case 9...11: bytes = try emergency.step(.review(name), by: officer, at: time, nonce: nonce)
    case 12:
      isHostile = true
      bytes = try emergency.activate(by: officer, at: time - 7_200, nonce: nonce)
    case 13:
      isHostile = true
      bytes = try emergency.activate(by: officer, at: time, nonce: nonce)
      bytes[generator.below(bytes.count)] ^= 1
    default:
      guard !past.isEmpty else { return try step(&generator, about: names, at: time) }
      return (past[generator.below(past.count)], false)
    }
    if !isHostile { past = past.suffix(20) + [bytes] }
    return (bytes, isHostile)
  }
}
