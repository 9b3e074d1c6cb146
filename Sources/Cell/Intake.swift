import CellProtocol
import Cryptography
import Journal
import Labels
import Policy
import SignedMessage

/// Decides whether a message may come in, from a client or over a link; the checks and their order
/// are those of `README.md`, PUBLISH.
struct Intake {
  private let site: String
  private let home: String
  /// One for each compartment whose producers sign: its caches make a batch cost one verification.
  private var verifiers: [String: MessageVerifier] = [:]
  private var compiled: [[UInt8]: CompiledLabel] = [:]

  init(site: String, compartment: String) {
    self.site = site
    home = compartment
  }

  /// Another snapshot came into force.
  mutating func forgetPolicy() {
    verifiers.removeAll()
    compiled.removeAll()
  }

  /// Signatures of a compartment's producers that were checked since the policy came into force.
  func signatureChecks(of compartment: String) -> Int {
    verifiers[compartment]?.signatureChecks ?? 0
  }

  /// Checks one message of a frame. What was taken before is known by its place in its producer's
  /// run, without another look at its signature: saying so gives nothing away.
  mutating func admit(
    _ frame: [UInt8], _ range: Range<Int>, _ source: IntakeSource, _ desk: PolicyDesk,
    _ producers: inout ProducerBook, _ now: CellTime
  ) -> Result<Admission, Refusal> {
    let message: UnverifiedMessage
    do throws(MessageError) {
      message = try UnverifiedMessage(frame, in: range)
    } catch {
      return .failure(Refusal(code: error.code.rawValue))
    }
    let verdict = source.memo.value(frame, message.place, at: now.wallSeconds) {
      judge(message, source, desk, now)
    }
    switch verdict {
    case .misplaced(let refusal): return .failure(refusal)
    case .granted(let grant):
      let admission = Admission(grant, message)
      if admission.isRepetition(in: &producers) { return .success(admission) }
    case .denied: break
    }
    if let refusal = verify(message, source, desk) { return .failure(refusal) }
    if let refusal = refusalOfAge(message, source, now) { return .failure(refusal) }
    switch verdict {
    case .granted(let grant):
      guard !grant.isImport || message.issuedAt / 1_000 < grant.signerExpires else {
        return .failure(Refusal(Reason.signerNotGranted))
      }
      return .success(Admission(grant, message))
    case .denied(let refusal), .misplaced(let refusal): return .failure(refusal)
    }
  }

  /// A producer whose clock is far off may be heard again when one of the clocks is put right. What
  /// comes over a link may be old: a backlog is no replay, as its offset shows.
  private func refusalOfAge(
    _ message: UnverifiedMessage, _ source: IntakeSource, _ now: CellTime
  ) -> Refusal? {
    let age = now.wall.subtractingReportingOverflow(message.issuedAt)
    let behindMax = source.action == .import ? Int64.max : Limit.issuedBehindMax
    if !age.overflow, age.partialValue >= -Limit.issuedAheadMax, age.partialValue <= behindMax {
      return nil
    }
    return Refusal(code: ProtocolCode.issuedAt.rawValue, .untilKnown)
  }

  private mutating func verify(
    _ message: UnverifiedMessage, _ source: IntakeSource, _ desk: PolicyDesk
  ) -> Refusal? {
    let verifier = verifier(of: source.compartment, desk.snapshot)
    do throws(MessageError) {
      _ = try verifier.verify(message)
      return nil
    } catch {
      return Refusal(code: error.code.rawValue, error.code == .unknownKey ? .untilKnown : .forGood)
    }
  }

  private mutating func verifier(
    of compartment: String, _ snapshot: PolicySnapshot
  ) -> MessageVerifier {
    if let verifier = verifiers[compartment] { return verifier }
    let verifier = MessageVerifier { snapshot.publisher($0, in: compartment)?.key }
    verifiers[compartment] = verifier
    return verifier
  }

  /// All that does not change from message to message: place, key and policy.
  private mutating func judge(
    _ message: UnverifiedMessage, _ source: IntakeSource, _ desk: PolicyDesk, _ now: CellTime
  ) -> Verdict {
    guard message.site == site, message.compartment == source.compartment,
      let flow = source.flow(message.flow, desk)
    else { return .misplaced(Refusal(code: ProtocolCode.wrongPlace.rawValue)) }
    guard let publisher = desk.snapshot.publisher(message.keyID, in: source.compartment),
      source.action == .import || publisher.principal == source.principal
    else { return .misplaced(Refusal(code: ProtocolCode.foreignKey.rawValue, .untilKnown)) }
    var request = Request(
      source.action, by: source.principal, on: flow.handle, at: now.wallSeconds)
    request.label = label(message.encodedLabel, desk.snapshot.scheme)
    request.subject = message.subject
    request.signer = publisher.principal
    request.signingKey = message.keyID
    // That its signer had not expired is asked of each message that comes over a link.
    if source.action == .import { request.issuedAt = .min }
    switch desk.snapshot.decide(request) {
    case .deny(let reason): return .denied(Refusal(reason))
    case .permit(let rule):
      guard let name = desk.number(of: source.id) else {
        return .denied(Refusal(code: JournalError.Code.limit.rawValue, .untilPolicy))
      }
      return .granted(
        IntakeGrant(
          flow: flow.number, rule: desk.number(of: rule), source: name, producer: message.keyID,
          signerExpires: desk.snapshot.entry(publisher.principal)?.expires ?? .min,
          isImport: source.action == .import))
    }
  }

  /// Labels are few; compiling one allocates.
  mutating func label(
    _ encoded: ArraySlice<UInt8>, _ scheme: LabelScheme
  ) -> CompiledLabel {
    let bytes = Array(encoded)
    if let label = compiled[bytes] { return label }
    let label = scheme.compile(encoded: bytes)
    if compiled.count >= 256 { compiled.removeAll() }
    compiled[bytes] = label
    return label
  }

  /// Why a subscriber may not have a record; nil when it may.
  mutating func refusal(
    of record: StoredRecord, to subscription: Subscription, _ desk: PolicyDesk, _ now: CellTime
  ) -> Reason? {
    var decoded: UnverifiedMessage?
    if record.place == nil { decoded = try? UnverifiedMessage(record.source, in: record.range) }
    guard let place = record.place ?? decoded?.place else { return .labelMissing }
    return subscription.memo.value(record.source, place, at: now.wallSeconds) {
      guard let message = decoded ?? (try? UnverifiedMessage(record.source, in: record.range))
      else { return .labelMissing }
      var request = Request(
        subscription.action, by: subscription.session.principal, on: subscription.flow.handle,
        at: now.wallSeconds)
      request.label = label(message.encodedLabel, desk.snapshot.scheme)
      request.subject = message.subject
      request.signingKey = message.keyID
      return desk.snapshot.decide(request).reason
    }
  }
}

/// What place, key and policy say to a message.
enum Verdict {
  case granted(IntakeGrant)
  /// Said only of a message whose signature verifies.
  case denied(Refusal)
  /// Said before the signature is looked at.
  case misplaced(Refusal)
}

/// What a permit to bring in a message is made of; shared by all messages of the same place.
final class IntakeGrant {
  let flow: FlowNumber
  let rule: NameNumber
  let source: NameNumber
  /// When its signer's entry expires, in seconds since the Unix epoch.
  let signerExpires: Int64
  let isImport: Bool
  private let producer: KeyID
  private var state: ProducerState?

  init(
    flow: FlowNumber, rule: NameNumber, source: NameNumber, producer: KeyID,
    signerExpires: Int64, isImport: Bool
  ) {
    self.flow = flow
    self.rule = rule
    self.source = source
    self.producer = producer
    self.signerExpires = signerExpires
    self.isImport = isImport
  }

  /// How far this producer's messages of the flow were taken.
  func producer(in book: inout ProducerBook) -> ProducerState {
    if let state { return state }
    let found = book.state(of: producer, in: flow)
    state = found
    return found
  }
}

/// A message that may come in.
struct Admission {
  let grant: IntakeGrant
  let epoch: UInt64
  let sequence: UInt64
  /// Where that stands by which the policy decided.
  let place: Range<Int>

  init(_ grant: IntakeGrant, _ message: UnverifiedMessage) {
    self.grant = grant
    epoch = message.epoch
    sequence = message.sequence
    place = message.place
  }

  /// Whether it was taken before.
  func isRepetition(in producers: inout ProducerBook) -> Bool {
    grant.producer(in: &producers).standing(epoch: epoch, sequence: sequence) == .duplicate
  }
}

/// Why a message may not come in: 2xxx or 31xx.
struct Refusal: Error {
  let code: Int
  let duration: Duration

  /// How long it holds: for what comes over a link, whether waiting may help.
  enum Duration {
    case forGood
    /// Until our policy knows the signer, or our clock is put right.
    case untilKnown
    /// Until our policy permits the flow as a whole again.
    case untilPolicy
  }

  init(code: Int, _ duration: Duration = .forGood) {
    self.code = code
    self.duration = duration
  }

  init(_ reason: Reason) {
    code = reason.code
    duration =
      switch reason {
      case .signerMissing, .signerNotPrincipal, .signerNotGranted: .untilKnown
      default: reason.isAboutMessage ? .forGood : .untilPolicy
      }
  }
}
