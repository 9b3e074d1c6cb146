import BreakGlass
import Cryptography
import Policy
import SignedPolicy

/// A book with a clock and a policy that a test moves by hand; every record is kept, and can be
/// replayed.
struct Desk {
  var ward: Ward
  var snapshot: PolicySnapshot
  var book = BreakGlassBook()
  var time = Ward.time
  private(set) var entries: [BreakGlassEntry] = []
  private var nonce: UInt8 = 0

  init(_ ward: Ward? = nil) throws {
    self.ward = try ward ?? Ward()
    snapshot = try self.ward.snapshot()
  }

  /// An officer's step comes in; the code of the refusal, or nil.
  @discardableResult
  mutating func take(_ action: BreakGlassStep.Action, by officer: Int) throws -> Int? {
    nonce += 1
    return try take(Ward.step(action, at: time, nonce: nonce), by: officer)
  }

  mutating func take(_ step: BreakGlassStep, by officer: Int) throws -> Int? {
    do throws(StepFault) {
      let bytes = try signed(step, officer)
      let verified = try UnverifiedStep(bytes).verified(under: snapshot)
      switch book.propose(verified, under: snapshot, at: time) {
      case .failure(let fault): return fault.code
      case .success(let entry): record(entry)
      }
      return nil
    } catch {
      return error.code
    }
  }

  private func signed(_ step: BreakGlassStep, _ officer: Int) throws(StepFault) -> [UInt8] {
    do {
      return try step.signed(with: try Keys.signing(officer))
    } catch {
      throw .unknownOfficer
    }
  }

  mutating func record(_ entry: BreakGlassEntry) {
    entries.append(entry)
    book.apply(entry)
  }

  /// Time goes by, and what has to end ends.
  mutating func pass(_ seconds: Int64) {
    time += seconds
    close()
  }

  mutating func close() {
    for entry in book.close(under: snapshot, at: time) { record(entry) }
    for entry in book.missingReviews(under: snapshot, at: time) { record(entry) }
  }

  /// Another policy comes into force.
  mutating func replace(_ change: (inout Ward) throws -> Void) throws {
    try change(&ward)
    snapshot = try ward.snapshot()
    close()
  }

  /// An activation by officer 0; its name.
  mutating func activate(_ value: String = "700101", by officer: Int = 0) throws -> Digest {
    let refusal = try take(try Ward.activate(value), by: officer)
    guard refusal == nil, let last = entries.last else { throw Refused(code: refusal) }
    return last.record.activation
  }

  /// The same, approved by officer 1.
  mutating func approved(_ value: String = "700101") throws -> Digest {
    let digest = try activate(value)
    let refusal = try take(.approve(digest), by: 1)
    guard refusal == nil else { throw Refused(code: refusal) }
    return digest
  }

  var isOpen: Bool { !book.open(to: "dashboard", at: time).isEmpty }

  var kinds: [BreakGlassRecord.Kind] { entries.map(\.record.kind) }

  struct Refused: Error {
    let code: Int?
  }
}
