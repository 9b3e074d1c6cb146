import CellProtocol
import Cryptography
import Journal
import Policy
import SignedMessage

/// Our end of the connection to a cell from which we import: its session, and a cursor for each
/// flow.
final class LinkCore {
  let id: LinkID
  let target: LinkTarget
  var session: ClientSession
  /// The other cell's flows that we fetch; the index is the subscription's number.
  var imports: [ImportedFlow]
  /// Under this name our journal keeps how far we have the other cell's; nil before it has said
  /// which journal that is.
  var source: NameNumber?
  /// Whether too much came whose signature does not verify; no honest cell passes such on.
  var isForging = false
  private var forgeries = FaultMeter()

  init(id: LinkID, target: LinkTarget, imports: [ImportedFlow], home: String) {
    self.id = id
    self.target = target
    self.imports = imports
    session = ClientSession(client: "cell \(home)", principal: target.principalName)
  }

  /// A message came whose signature does not verify.
  func forged(at now: Int64) {
    if forgeries.add(at: now) >= Limit.faultsMax { isForging = true }
  }
}

/// One flow that is fetched over a link.
final class ImportedFlow: IntakeSource {
  /// Its name in the compartment it comes from.
  let name: String
  /// Where its messages go here.
  var flow: DeskFlow
  /// The next offset of the other cell that we want.
  var expected: UInt64 = 0
  var standing = Standing.idle
  /// The newest offset taken since the last acknowledgement.
  var unacknowledged: UInt64?
  /// Bytes received since credit was given back.
  var bytesUsed = 0
  /// The message that we wait to be able to take, and since when.
  var held: (offset: UInt64, since: Int64)?
  /// Signers that were waited for in vain; under another policy they are waited for again.
  var givenUp: Set<KeyID> = []

  enum Standing: Equatable {
    case idle
    /// Asked for; what comes before the answer belongs to a subscription that was ended.
    case asked
    case subscribed
    /// The other cell refused, or we hold a message; asked again at this time.
    case paused(until: Int64)
  }

  init(_ name: String, into flow: DeskFlow, over plan: LinkPlan) {
    self.name = name
    self.flow = flow
    super.init(.import, of: plan.source, by: plan.principalID, plan.principal)
  }

  override func flow(_ name: String, _ desk: PolicyDesk) -> DeskFlow? {
    name == self.name ? flow : nil
  }

  /// The connection is gone.
  func lose() {
    standing = .idle
    unacknowledged = nil
    bytesUsed = 0
  }

  /// Another snapshot is in force.
  func renew(from fresh: ImportedFlow) {
    flow = fresh.flow
    principal = fresh.principal
    memo.removeAll()
    givenUp.removeAll()
    held = nil
    if case .paused = standing { standing = .paused(until: .min) }
  }

  /// Whether a message that may not come in yet is waited for: a policy that denies the flow as a
  /// whole without end, an unknown signer for a while, and none that was waited for in vain.
  func waits(for refusal: Refusal, at offset: UInt64, by signer: KeyID?, _ now: Int64) -> Bool {
    switch refusal.duration {
    case .forGood: return false
    case .untilPolicy: return true
    case .untilKnown:
      if let signer, givenUp.contains(signer) { return false }
      if let held, held.offset == offset, now - held.since >= Limit.importPatience {
        if let signer, givenUp.count < CellLimit.signersGivenUpMax { givenUp.insert(signer) }
        return false
      }
      return true
    }
  }

  /// Waits at a message: what follows it comes again when it is asked for again.
  func hold(at offset: UInt64, _ now: Int64) {
    if held?.offset != offset { held = (offset, now) }
    standing = .paused(until: now + Limit.importRetry)
  }
}
