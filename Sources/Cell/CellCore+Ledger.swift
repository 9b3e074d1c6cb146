import CellProtocol
import Cryptography
import Journal
package import Ledger

extension CellCore {
  /// Counts a refusal, for the operator's log and for the ledger.
  ///
  /// - Parameter detail: for the log alone.
  func count(
    _ code: Int, _ who: Culprit, detail: String = "", times: Int = 1, as kind: LeafKind? = nil
  ) {
    refusals.count(code, who.name + detail, times: times)
    let draft = ledger.fold.count(
      code, who, as: kind, times: times, at: clock.monotonic, mayWrite: ledger.hasRoom)
    if let draft { note(draft) }
  }

  /// The same for a code of the protocol.
  func count(_ code: ProtocolCode, _ who: Culprit, detail: String = "", as kind: LeafKind? = nil) {
    count(code.rawValue, who, detail: detail, as: kind)
  }

  /// Has the next commit take a leaf.
  func note(_ draft: LeafDraft) { ledger.append(sealed(draft)) }

  /// Has the next commit take a leaf, and then tells what became of it: a step that must not happen
  /// unrecorded is taken by `then`, when the leaf is durable, and not before. Where the journal
  /// takes no leaves the step is refused; the leaf does not come later.
  package func record(_ draft: LeafDraft, then: @escaping LeafContinuation) {
    ledger.append(sealed(draft), then: then)
  }

  private func sealed(_ draft: LeafDraft) -> SealedLeaf {
    draft.sealed(at: clock.wall) { secret("salt", [], LedgerLimit.saltBytes) }
  }

  /// What is due: counts of repeats, a step of the clock, a head.
  func tickLedger(_ now: CellTime, _ effects: inout [CellEffect]) {
    let room = max(0, CellLimit.leavesWaitingMax - ledger.waitingCount)
    for draft in ledger.fold.flush(at: now.monotonic, countMax: room) { note(draft) }
    noteClock(now)
    if ledger.takesHead(at: now.monotonic) { effects.append(.signHead) }
  }

  /// A clock that was set: messages and documents are judged by it. At most one leaf a minute; what
  /// is not noted yet adds up.
  private func noteClock(_ now: CellTime) {
    let offset = now.wall - now.monotonic
    guard let known = clockOffset else {
      clockOffset = offset
      return
    }
    let step = offset - known
    guard step.magnitude >= CellLimit.clockStepMin, now.monotonic >= clockStepDue else { return }
    clockOffset = offset
    clockStepDue = now.monotonic + CellLimit.foldMin
    note(LeafDraft(.clockStep).with(step > 0 ? .forward : .back, UInt64(step.magnitude)))
  }

  /// Notes the documents that begin to rule.
  func note(_ documents: [RulingDocument]) {
    for document in documents where !ruling.contains(document) {
      var draft = LeafDraft(.policyActivated)
        .with(.document, document.compartment == nil ? 1 : 2)
        .with(.version, document.version).with(.digest, document.digest.bytes)
      if let compartment = document.compartment {
        draft = draft.naming(.compartment, compartment)
      }
      note(draft)
    }
    if !documents.isEmpty { ruling = documents }
  }

  /// The end: all counts, and that it is one.
  func closeLedger(_ now: CellTime) {
    isStopping = true
    for draft in ledger.fold.flush(at: now.monotonic, countMax: .max, all: true) { note(draft) }
    note(LeafDraft(.stop))
  }

  /// After a commit: what waited for its leaf happens, and a head is signed.
  func ledgerCommitted(_ now: CellTime, _ effects: inout [CellEffect]) {
    for then in ledger.committed() { then(.durable, now, &effects) }
    if ledger.takesHead(at: now.monotonic, atOnce: isStopping) { effects.append(.signHead) }
  }

  /// After a commit without messages that the journal did not take.
  func ledgerRefused(_ code: Int, _ now: CellTime, _ effects: inout [CellEffect]) {
    for then in ledger.refused(at: now.monotonic) {
      then(.refused(code: code), now, &effects)
    }
    guard isStopping else { return }
    let entry = LogEntry(
      code: LedgerFault.Code.leavesLost.rawValue, who: identity.compartment,
      count: UInt64(ledger.waitingCount))
    effects.append(.log(entry))
  }
}
