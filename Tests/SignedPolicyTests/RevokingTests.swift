import Cryptography
import Labels
import Policy
import SignedPolicy
import Testing

/// What one root key may do: revoke the keys of one principal, once, until the quorum acts.
@Suite struct RevokingTests {
  private let hospital: Hospital
  private let first: VerifiedCharter

  init() throws {
    var hospital = try Hospital()
    let clearance = try hospital.charter.scheme.clearance("N//compartment=icu")
    hospital.charter.partners = [
      Partner(site: "south", roots: try Keys.quorum([45], 1), clearance: clearance)
    ]
    hospital.charter.adapterRelease = try Keys.quorum([46], 1)
    hospital.charter.revocations.signingKeys = [try Keys.id(60)]
    self.hospital = hospital
    first = try hospital.verified()
  }

  private typealias Change = @Sendable (inout Charter) throws -> Void

  private func next(
    _ former: VerifiedCharter, _ keys: [Int], _ change: Change
  ) throws -> UnverifiedCharter {
    var changed = hospital
    changed.charter = former.document
    changed.charter.edition = changed.charter.edition.next(after: former.accepted.digest)
    try change(&changed.charter)
    return try changed.signed(keys)
  }

  private func verify(
    _ charter: UnverifiedCharter, after former: VerifiedCharter? = nil
  ) throws -> VerifiedCharter {
    try PolicyVerifier.verify(
      charter, trusting: .succeeding(former ?? first), at: Hospital.time)
  }

  private static let stolen: Change = { charter in
    charter.revocations.curveKeys.insert(try Keys.curve(1))
    for key in 50..<54 { charter.revocations.signingKeys.insert(try Keys.id(key)) }
  }

  @Test(arguments: [0, 1, 2])
  func `one root revokes the keys of one principal`(_ root: Int) throws {
    let charter = try verify(next(first, [root], Self.stolen))
    #expect(charter.base?.accepted == first.accepted && charter.standing.mayGrant)
    #expect(charter.document.revocations.curveKeys == [try Keys.curve(1)])
  }

  static let reserved: [@Sendable (inout Charter) throws -> Void] = [
    { $0.revocations.signingKeys.insert(try Keys.id(2)) },
    { $0.revocations.signingKeys.insert(try Keys.id(10)) },
    { $0.revocations.signingKeys.insert(try Keys.id(31)) },
    { $0.revocations.signingKeys.insert(try Keys.id(45)) },
    { $0.revocations.signingKeys.insert(try Keys.id(46)) },
    { $0.revocations.curveKeys.insert(try Keys.curve(200)) },
    { $0.revocations.curveKeys.formUnion([try Keys.curve(1), try Keys.curve(2)]) },
    { charter in for key in 50..<55 { charter.revocations.signingKeys.insert(try Keys.id(key)) } },
    { $0.compartments[0].isClosed = true },
    { $0.compartments[1].minimumVersion = 9 },
    { $0.edition.expires -= 1 },
    { $0.partners = [] },
  ]

  @Test(arguments: reserved)
  func `one root can't disarm a quorum, stop a cell or a compartment, or end the charter`(
    _ change: @Sendable (inout Charter) throws -> Void
  ) throws {
    #expect(throws: VerificationFault.reservedToQuorum) { try verify(next(first, [1], change)) }
  }

  static let widening: [@Sendable (inout Charter) throws -> Void] = [
    { _ in },
    { $0.revocations.signingKeys = [] },
    { $0.roots = try Keys.quorum([0, 1, 2], 1) },
    { $0.roots = try Keys.quorum([0, 1, 2, 3], 2) },
    { $0.compartments[0].authority.threshold = 1 },
    { $0.compartments[0].endpoint = "tcp://127.0.0.1:9" },
    { $0.compartments[0].curveKey = try Keys.curve(9) },
    { $0.edition.expires += 1 },
    { $0.edition.grace += 1 },
    { $0.adapterRelease = nil },
    { $0.partners[0].clearance.classifications = .all },
    { charter in
      charter.scheme = try LabelScheme(
        policy: "north", classifications: .all,
        tagSets: [
          TagSet("compartment", .restrictive, Hospital.compartments),
          TagSet("more", .restrictive, ["x"]),
        ])
    },
  ]

  @Test(arguments: widening)
  func `case 35, 41: whatever else one root signs is refused, beside a revocation, too`(
    _ change: @Sendable (inout Charter) throws -> Void
  ) throws {
    #expect(throws: VerificationFault.notNarrowing) { try verify(next(first, [1], change)) }
    guard (try? verify(next(first, [0, 1], change))) != nil else { return }
    #expect(throws: (any Error).self) {
      try verify(
        next(first, [1]) {
          try change(&$0)
          $0.compartments[2].minimumVersion += 1
          try Self.stolen(&$0)
        })
    }
  }

  @Test func `a compartment that is gone, or a lower minimum, is refused as ever`() throws {
    #expect(throws: VerificationFault.compartmentDropped) {
      try verify(next(first, [1]) { $0.compartments.removeLast() })
    }
  }

  @Test func `a revoked root revokes nothing, and no other key does`() throws {
    let without = try verify(
      next(first, [0, 1, 2]) { $0.revocations.signingKeys.insert(try Keys.id(2)) })
    for key in [2, 10, 45, 50] {
      #expect(throws: VerificationFault.oldThresholdNotMet) {
        try verify(next(without, [key], Self.stolen), after: without)
      }
    }
  }

  @Test func `after one root it is the quorum's turn`() throws {
    let second = try verify(next(first, [1], Self.stolen))
    let more: Change = { $0.revocations.curveKeys.insert(try Keys.curve(7)) }
    for root in [0, 1, 2] {
      #expect(throws: VerificationFault.narrowedBefore) {
        try verify(next(second, [root], more), after: second)
      }
    }
    let third = try verify(
      next(second, [0, 2]) { $0.revocations = Revocations() }, after: second)
    #expect(third.base == nil)
    _ = try verify(next(third, [0], more), after: third)
  }

  @Test func `the pinned roots lead to it by the version before it`() throws {
    let charter = try next(first, [1], Self.stolen)
    func install(_ found: [UnverifiedCharter]) throws -> VerifiedCharter {
      try PolicyVerifier.verify(
        charter, pinned: hospital.pin, accepted: nil, at: Hospital.time,
        former: { sought in found.filter { $0.digest == sought.digest } })
    }
    #expect(throws: VerificationFault.formerMissing) { try install([]) }
    #expect(throws: VerificationFault.thresholdNotMet) {
      try PolicyVerifier.verify(
        charter, trusting: .pinned(hospital.pin, accepted: nil), at: Hospital.time)
    }
    #expect(throws: VerificationFault.narrowedBefore) { try install([hospital.signed([1])]) }
    let verified = try install([hospital.signed([1]), hospital.signed([0, 1])])
    #expect(verified.base?.accepted == first.accepted)
    #expect(CharterSuccession(verified).accepted.bases == [2: first.accepted.digest])
  }
}
