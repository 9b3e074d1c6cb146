import BreakGlass
import CellProtocol
import Cryptography
import Policy
import SignedPolicy

@testable import Cell

/// Emergencies among all else that goes wrong: officers, a clock that jumps, policies that change.
extension Simulation {
  /// A short emergency: a simulation lasts some minutes.
  static func emergency(at seconds: Int64) throws -> Emergency {
    var emergency = try Emergency(of: try Hospital(at: seconds))
    emergency.hospital.icu.breakGlass[0].duration = 40
    emergency.hospital.icu.breakGlass[0].approvalWithin = 15
    emergency.hospital.icu.breakGlass[0].reviewWithin = 90
    return emergency
  }

  /// The trainee's second session, which asks for notes: nothing but break-glass gives them.
  static let reader: UInt64 = 9

  /// The ICU's cell dies, and another one goes on from what is on the disk.
  func restart() throws {
    source = try begin()
    for client in clients { client.lose() }
    cutLink()
  }

  func begin() throws -> CoreHarness {
    let now = time(ahead: ahead)
    glass.read(now)
    glass.began(at: now)
    let cell = try CoreHarness(glass.hospital, store: sourceStore, at: now) {
      [weak self] connection, frame, now in
      self?.watch(connection, frame, now)
    }
    cell.forgetsRecords = forgetsRecords
    return cell
  }

  private func watch(_ connection: UInt64, _ frame: [UInt8], _ now: CellTime) {
    if connection == Self.reader { return glass.sent(frame, of: "notes", now) }
    guard clients[3].isUp, clients[3].connection == connection else { return }
    glass.sent(frame, of: "vitals", now)
  }

  /// An officer brings a step. It is taken if it says so, and only then, and is then on the disk.
  func sign() throws {
    let (bytes, isHostile) = try officers.step(
      &generator, about: glass.names, at: time(ahead: ahead).wall / 1_000)
    spoilRecords(of: source, 5)
    let (before, answered) = (sourceStore.breakGlass.count, source.answers.count)
    steps += 1
    step(source, .step(StepTicket(rawValue: steps), bytes))
    spoilRecords(of: source, 0)
    let digest = try? UnverifiedStep(bytes).digest
    let isKept = sourceStore.breakGlass.dropFirst(before).contains {
      $0.record.signer != nil && $0.record.signer?.step == digest
    }
    if isHostile, isKept { glass.object("a hostile step was taken") }
    guard !source.isDead else { return try restart() }
    guard source.answers.count == answered + 1, let answer = source.answers.last else {
      return glass.object("a step had no answer")
    }
    if (answer == nil) != isKept { glass.object("a step was answered \(answer ?? 0)") }
  }

  /// In so many of a hundred cases what is to be recorded is refused; in some the cell dies of it.
  func spoilRecords(of cell: CoreHarness, _ percent: Int) {
    cell.recordRefusal = generator.isTrue(2 * percent) ? 4006 : nil
    let dies = percent > 0 && cell === source && generator.isTrue(3)
    cell.recordCrash = dies ? (generator.isTrue(50) ? .before : .after) : nil
  }

  /// The clock of the ICU's cell is set: ahead by up to a minute, or back to where it was.
  func jump() {
    ahead = generator.isTrue(50) ? ahead + Int64(generator.below(60_000)) : ahead / 4
  }

  /// One of the things that a policy can do to an emergency, or all as it was.
  func changePolicy() throws {
    var hospital = emergency.hospital
    switch generator.below(8) {
    case 0:
      let officer = emergency.officers[generator.below(3)].publicKey.keyID
      hospital.charter.revocations.signingKeys = [officer]
    case 1: hospital.icu.breakGlass[0].grantees = ["dashboard"]
    case 2: hospital.icu.breakGlass = []
    default: break
    }
    glass.hospital = hospital
    source.now = time(ahead: ahead)
    try source.replace(with: hospital)
    if source.isDead { try restart() }
  }

  /// The trainee looks for notes.
  func look() {
    let hello = Hello(
      client: "simulated", principal: "icu/trainee", nonce: [UInt8](repeating: 2, count: 16),
      keys: [])
    let subscribe = Subscribe(subscription: 1, flow: "notes", from: .oldest, credit: 1 << 20)
    for frame in [hello.encoded(), subscribe.encoded()] {
      step(source, .frame(source.peer(Self.reader, "icu/trainee"), frame))
    }
  }
}
