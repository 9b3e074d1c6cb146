import CellProtocol
import Cryptography
import SignedMessage

/// The publisher's half of a session: drains, credit, requests in order, going back after a loss.
final class PublishRole: SessionRole {
  /// Requests under way: enough to keep the cell busy, few enough that what waits grows into large
  /// drains, and no more than ``Limit/messagesUnansweredMax`` messages.
  private static let requestsMax = 8
  /// Where a drain stops, in bytes of payload; far below a frame, since headers and proofs come on
  /// top.
  private static let drainBytes = 256 << 10

  private let identity: ProducerIdentity
  private let inbox: PublishInbox
  private var queue = DraftQueue()
  private var signer: MessageSigner?
  /// Signed and not answered, oldest first.
  private var drains: [Drain] = []
  /// The first of `drains` that this session has not sent.
  private var unsent = 0
  /// The request number of `drains[0]`.
  private var firstRequest: UInt64 = 1
  private var credit = 0
  private var notBefore: Int64 = .min

  init(_ identity: ProducerIdentity, inbox: PublishInbox) {
    self.identity = identity
    self.inbox = inbox
  }

  var keys: [[UInt8]] { [identity.key.publicKey.keyID.bytes] }

  var deadline: Int64 {
    unsent < drains.count && notBefore > MonotonicClock.milliseconds() ? notBefore : .max
  }

  func opened(_ welcome: Welcome, at now: Int64) -> Bool {
    if signer == nil {
      guard let fresh = makeSigner(welcome) else { return false }
      signer = fresh
    }
    credit = welcome.publishCredit
    unsent = 0
    firstRequest = 1
    notBefore = .min
    return true
  }

  func closed() {}

  /// An epoch above every one that is durable: a publisher that starts anew must not look like a
  /// replay. Nil when the cell says that the last epoch there is has been used.
  private func makeSigner(_ welcome: Welcome) -> MessageSigner? {
    let durable = welcome.marks.map(\.epoch).max() ?? 0
    guard durable < Limit.numberMax else { return nil }
    let clock = UInt64(max(0, MonotonicClock.unixMilliseconds()))
    return MessageSigner(
      key: identity.key, site: identity.site, compartment: identity.compartment,
      epoch: max(clock, durable + 1))
  }

  func nextFrame(at now: Int64) -> [UInt8]? {
    guard now >= notBefore else { return nil }
    if unsent == drains.count { drain() }
    guard unsent < drains.count else { return nil }
    let frame = Publish.encoded(
      request: firstRequest + UInt64(unsent), messages: drains[unsent].messages)
    guard frame.count <= credit else { return nil }
    credit -= frame.count
    unsent += 1
    return frame
  }

  /// Signs what waits, if another request may go.
  private func drain() {
    guard drains.count < Self.requestsMax, let signer else { return }
    queue.add(inbox.takeAll())
    var batch = queue.take(countMax: Limit.messagesPerFrameMax, bytesMax: Self.drainBytes)
    while !batch.drafts.isEmpty {
      do {
        let messages = try signer.sign(
          batch.drafts, issuedAt: MonotonicClock.unixMilliseconds())
        append(messages, batch.owners)
        return
      } catch {
        // One draft can't be signed (a name out of its grammar, too large): the others go without
        // it. Where signing itself failed none of them goes, and all may be tried again.
        guard error.code != .signing, batch.drafts.indices.contains(error.offset) else {
          for owner in batch.owners {
            owner.pending.complete(owner.index, .refused(code: error.code.rawValue))
          }
          return
        }
        let owner = batch.owners.remove(at: error.offset)
        batch.drafts.remove(at: error.offset)
        owner.pending.complete(owner.index, .refused(code: error.code.rawValue))
      }
    }
  }

  /// Cuts what was signed together into requests that fit a frame, large labels and proofs
  /// included.
  private func append(_ messages: [[UInt8]], _ owners: [DraftOwner]) {
    var start = 0
    var bytes = Limit.frameOverheadBytes
    for index in messages.indices {
      let cost = messages[index].count + Limit.messageOverheadBytes
      if index > start, bytes + cost > Limit.frameBytesMax {
        drains.append(
          Drain(messages: Array(messages[start..<index]), owners: Array(owners[start..<index])))
        (start, bytes) = (index, Limit.frameOverheadBytes)
      }
      bytes += cost
    }
    drains.append(Drain(messages: Array(messages[start...]), owners: Array(owners[start...])))
  }

  func take(_ command: Command, of frame: [UInt8], at now: Int64) -> Bool {
    switch command {
    case .ack(let ack): return take(ack)
    case .nack(let nack):
      guard let index = index(of: nack.request) else { return false }
      credit += nack.credit
      unsent = min(unsent, index)
      notBefore = now + nack.retryAfter
      return true
    default:
      return false
    }
  }

  private func take(_ ack: Ack) -> Bool {
    guard index(of: ack.request) == 0, unsent > 0, drains[0].messages.count == ack.results.count
    else { return false }
    credit += ack.credit
    var isSuperseded = false
    for (owner, result) in zip(drains[0].owners, ack.results) {
      switch result {
      case .accepted, .duplicate: owner.pending.complete(owner.index, .durable)
      case .refused(let code):
        isSuperseded = isSuperseded || code == ProtocolCode.epochBehind.rawValue
        owner.pending.complete(owner.index, .refused(code: code))
      }
    }
    drains.removeFirst()
    unsent -= 1
    firstRequest += 1
    // Somebody has signed with this key in a later run: the next WELCOME tells above which epoch to
    // begin.
    if isSuperseded { signer = nil }
    return !isSuperseded
  }

  private func index(of request: UInt64) -> Int? {
    guard request >= firstRequest, request - firstRequest < UInt64(drains.count) else { return nil }
    return Int(request - firstRequest)
  }

  /// The publisher ends: everybody who waits is told that no answer came.
  func abandon() {
    queue.add(inbox.takeAll())
    let rest = queue.take(countMax: .max, bytesMax: .max)
    for owner in drains.flatMap(\.owners) + rest.owners {
      owner.pending.complete(owner.index, .unanswered)
    }
    drains = []
  }
}

/// Messages that were signed together, and who waits for each.
private struct Drain {
  let messages: [[UInt8]]
  let owners: [DraftOwner]
}
