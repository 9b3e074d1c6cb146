import CBOR
import Cryptography
import Policy

@testable import SignedPolicy

/// Something that somebody does with a delegation or a release, and what comes of it. The vectors
/// that other implementations run are these.
struct ReleaseCase: Sendable {
  let name: String
  let expect: ReleaseVerdict
  let change: @Sendable (inout ReleaseScene) throws -> Void

  init(
    _ name: String, _ expect: ReleaseVerdict,
    _ change: @escaping @Sendable (inout ReleaseScene) throws -> Void
  ) {
    self.name = name
    self.expect = expect
    self.change = change
  }

  static let holds = ReleaseVerdict(release: 0)
  private static let lapsed = ReleaseVerdict(release: 0, lapsed: true)
  private static let day = Hospital.day

  static func refused(_ code: Int) -> ReleaseVerdict { ReleaseVerdict(release: code) }

  /// A delegation that does not hold leaves its release without a signer.
  static func undelegated(_ code: Int, release: Int = 2334) -> ReleaseVerdict {
    ReleaseVerdict(integrators: [code], release: release)
  }

  static let all = good + delegations + scope + terms + signers + forms

  private static let good: [ReleaseCase] = [
    ReleaseCase("an integrator's", holds) { _ in },
    ReleaseCase("an integrator's, of two adapters for this site", holds) {
      $0.release.adapters = ["scale", "hl7v2"]
      $0.release.site = "north"
      $0.release.notes = "mends a crash at long names"
    },
    ReleaseCase("the quorum's", ReleaseVerdict(integrators: [], release: 0)) {
      $0.integrators = []
      $0.isQuorums()
    },
    ReleaseCase("the quorum's, of an adapter that nobody was delegated", holds) {
      $0.isQuorums()
      $0.release.adapters = ["astm"]
    },
    ReleaseCase("by a stranger, too", holds) { $0.releaseKeys = [44, 60] },
  ]

  private static let delegations: [ReleaseCase] = [
    ReleaseCase("delegated by one holder", undelegated(2334)) { $0.integrators[0].keys = [40] },
    ReleaseCase("delegated by one holder twice", undelegated(2334)) {
      $0.integrators[0].keys = [40, 40]
    },
    ReleaseCase("delegated by the roots", undelegated(2334)) {
      $0.integrators[0].keys = [0, 1, 2]
    },
    ReleaseCase("delegated by an authority", undelegated(2334)) {
      $0.integrators[0].keys = [10, 11]
    },
    ReleaseCase(
      "handed on by an integrator", ReleaseVerdict(integrators: [0, 2334], release: 2334)
    ) {
      $0.integrators.append((try ReleaseScene.integrator("second", 45), [44]))
      $0.release.integrator = "second"
      $0.releaseKeys = [45]
    },
    ReleaseCase(
      "handed on by an integrator and one holder",
      ReleaseVerdict(integrators: [0, 2334], release: 2334)
    ) {
      $0.integrators.append((try ReleaseScene.integrator("second", 45), [44, 40]))
      $0.release.integrator = "second"
      $0.releaseKeys = [45]
    },
    ReleaseCase("delegated to itself, for more", undelegated(2334)) {
      $0.integrators[0].document.adapters = ["astm"]
      $0.integrators[0].keys = [44]
      $0.release.adapters = ["astm"]
    },
    ReleaseCase("a delegation of another site", undelegated(2342)) {
      $0.integrators[0].document.site = "south"
    },
    ReleaseCase("a delegation from the future", undelegated(2351)) {
      $0.integrators[0].document.issued = Hospital.time + day + 1
    },
    ReleaseCase("a key of the roots delegated", undelegated(2311)) {
      $0.integrators[0].document.keys = [try Keys.signing(0).publicKey]
      $0.releaseKeys = [0]
    },
    ReleaseCase("a release key delegated", undelegated(2311)) {
      $0.integrators[0].document.keys = [try Keys.signing(42).publicKey]
      $0.releaseKeys = [42]
    },
    ReleaseCase("an authority's key delegated", undelegated(2311)) {
      $0.integrators[0].document.keys = [try Keys.signing(10).publicKey]
      $0.releaseKeys = [10]
    },
    ReleaseCase("a device's key delegated", undelegated(2311)) {
      $0.integrators[0].document.keys = [try Keys.signing(50).publicKey]
      $0.releaseKeys = [50]
    },
    ReleaseCase("an altered delegation", undelegated(2335)) {
      $0.onDelegation = { bytes in bytes.replacing(Array("scale".utf8), with: Array("astms".utf8)) }
    },
    ReleaseCase("a release in the place of a delegation", undelegated(2333)) {
      $0.onDelegation = { bytes in
        bytes.replacing(Array(".integrator+".utf8), with: Array(".integratox+".utf8))
      }
    },
  ]

  private static let scope: [ReleaseCase] = [
    ReleaseCase("an adapter outside the delegation", refused(2358)) {
      $0.release.adapters = ["astm"]
    },
    ReleaseCase("one of two adapters outside the delegation", refused(2358)) {
      $0.release.adapters = ["hl7v2", "astm"]
    },
    ReleaseCase("a longer name of a delegated adapter", refused(2358)) {
      $0.release.adapters = ["hl7v2-x"]
    },
    ReleaseCase("for another site", refused(2342)) { $0.release.site = "south" },
    ReleaseCase(
      "in the name of another integrator", ReleaseVerdict(integrators: [0, 0], release: 2334)
    ) {
      $0.integrators.append((try ReleaseScene.integrator("second", 45), [41, 42]))
      $0.releaseKeys = [45]
    },
    ReleaseCase("an integrator's, without its name", refused(2334)) {
      $0.release.integrator = nil
      $0.release.site = "north"
    },
    ReleaseCase("the quorum's in the name of an integrator", refused(2334)) {
      $0.releaseKeys = [40, 41]
    },
  ]

  private static let terms: [ReleaseCase] = [
    ReleaseCase("issued with the delegation", holds) {
      $0.release.issued = $0.integrators[0].document.issued
    },
    ReleaseCase("issued before the delegation", refused(2359)) {
      $0.release.issued = $0.integrators[0].document.issued - 1
    },
    ReleaseCase("issued after the delegation", refused(2359)) {
      $0.time += 200 * day
      $0.release.issued = $0.integrators[0].document.expires
    },
    ReleaseCase("the delegation has ended", lapsed) {
      $0.time = $0.integrators[0].document.expires
    },
    ReleaseCase("the delegation is about to end", holds) {
      $0.time = $0.integrators[0].document.expires - 1
    },
    ReleaseCase("expired", lapsed) {
      $0.release.expires = Hospital.time + day
      $0.time = Hospital.time + day
    },
    ReleaseCase("about to expire", holds) {
      $0.release.expires = Hospital.time + day
      $0.time = Hospital.time + day - 1
    },
    ReleaseCase("the quorum's, expired", lapsed) {
      $0.isQuorums()
      $0.release.expires = Hospital.time + day
      $0.time = Hospital.time + day
    },
    ReleaseCase("expired by the charter's time, whatever the clock says", lapsed) {
      $0.release.issued = Hospital.time - day
      $0.release.expires = Hospital.time - day + 1
      $0.hospital.charter.edition.issued = Hospital.time - day + 1
      $0.time = 0
    },
    ReleaseCase("from the future", refused(2351)) { $0.release.issued += day + 1 },
  ]

  private static let signers: [ReleaseCase] = [
    ReleaseCase("by a stranger", refused(2334)) { $0.releaseKeys = [60] },
    ReleaseCase("by a root", refused(2334)) { $0.releaseKeys = [0] },
    ReleaseCase("by a device", refused(2334)) { $0.releaseKeys = [50] },
    ReleaseCase("the quorum's, by one holder", refused(2334)) { $0.isQuorums([40]) },
    ReleaseCase("the quorum's, by one holder twice", refused(2334)) { $0.isQuorums([40, 40]) },
    ReleaseCase("the quorum's, by one holder and the integrator", refused(2334)) {
      $0.isQuorums([40, 44])
    },
    ReleaseCase("by a revoked key of the integrator", refused(2357)) {
      $0.hospital.charter.revocations.signingKeys = [try Keys.id(44)]
    },
    ReleaseCase("delegated with a revoked key", undelegated(2357)) {
      $0.hospital.charter.revocations.signingKeys = [try Keys.id(40)]
    },
    ReleaseCase("the quorum's, with a revoked key", refused(2357)) {
      $0.isQuorums([40, 41])
      $0.hospital.charter.revocations.signingKeys = [try Keys.id(40)]
      $0.integrators[0].keys = [41, 42]
    },
    ReleaseCase("the quorum's, with enough besides a revoked key", holds) {
      $0.isQuorums([40, 41, 42])
      $0.hospital.charter.revocations.signingKeys = [try Keys.id(40)]
      $0.integrators[0].keys = [41, 42]
    },
    ReleaseCase("altered", refused(2335)) {
      $0.onRelease = { bytes in bytes.replacing(Array("1.4.2".utf8), with: Array("1.4.3".utf8)) }
    },
    ReleaseCase("nobody may release", undelegated(2356, release: 2356)) {
      $0.hospital.charter.adapterRelease = nil
    },
  ]

  private static let forms: [ReleaseCase] = [
    ReleaseCase("signed as a delegation", refused(2333)) {
      $0.onRelease = { _ in (try? ReleaseScene.sign([0xa0], .integrator, [44])) ?? [] }
    },
    ReleaseCase("bytes after it", refused(2331)) { $0.onRelease = { $0 + [0] } },
    ReleaseCase("empty", refused(2331)) { $0.onRelease = { _ in [] } },
    ReleaseCase("larger than a release may be", refused(2332)) {
      $0.onRelease = { $0 + [UInt8](repeating: 0, count: PolicyLimit.releaseBytesMax) }
    },
    ReleaseCase("no CBOR in it", refused(2301)) { $0.payload = [0xff] },
    ReleaseCase("nothing in it", refused(2301)) { $0.payload = [] },
    ReleaseCase("no map in it", refused(2302)) { $0.payload = [0x80] },
    ReleaseCase("nested without end", refused(2301)) {
      $0.payload = [UInt8](repeating: 0x81, count: 4096)
    },
    ReleaseCase("a length beyond all bytes", refused(2301)) {
      $0.payload = [0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
    },
    ReleaseCase("another format", refused(2305)) {
      $0.payload = try fields(["format": .text("vaguemestre-release-2")])
    },
    ReleaseCase("an unknown key", refused(2304)) {
      $0.payload = try fields(["urgent": .boolean(true)])
    },
    ReleaseCase("half a digest", refused(2309)) {
      $0.payload = try fields(["executable": .byteString([UInt8](repeating: 1, count: 16))])
    },
    ReleaseCase("of no adapter", refused(2303)) {
      $0.payload = try fields(["adapters": .array([])])
    },
    ReleaseCase("of one adapter twice", refused(2311)) {
      $0.payload = try fields(["adapters": .array([.text("hl7v2"), .text("hl7v2")])])
    },
    ReleaseCase("of too many adapters", refused(2310)) {
      $0.payload = try fields(["adapters": .array((0..<65).map { .text("a\($0)") })])
    },
    ReleaseCase("of an adapter with a path", refused(2306)) {
      $0.payload = try fields(["adapters": .array([.text("../hl7v2")])])
    },
    ReleaseCase("expired before it was issued", refused(2309)) {
      $0.payload = try fields(["expires": .integer(Hospital.time)])
    },
    ReleaseCase("notes of two lines", refused(2307)) {
      $0.payload = try fields(["notes": .text("a\nb")])
    },
    ReleaseCase("the quorum's, for no site", refused(2303)) {
      $0.payload = try fields(["integrator": nil])
      $0.releaseKeys = [40, 41]
    },
  ]

  /// The fields of a good release, some of them replaced or left out.
  private static func fields(_ changes: [String: CBORValue?]) throws -> [UInt8] {
    var fields: [String: CBORValue?] = [
      "format": .text("vaguemestre-release-1"), "integrator": .text("acme"),
      "adapters": .array([.text("hl7v2")]), "version": .text("1"),
      "executable": .byteString(ReleaseScene.executable.bytes), "issued": .integer(Hospital.time),
    ]
    fields.merge(changes) { $1 }
    return try fields.compactMap { key, value in value.map { (key, $0) } }.document()
  }
}

extension [UInt8] {
  /// The first such run of bytes replaced by another of its length.
  fileprivate func replacing(_ old: [UInt8], with new: [UInt8]) -> [UInt8] {
    guard let place = indices.first(where: { self[$0...].starts(with: old) }) else { return self }
    return Array(self[..<place] + new + self[(place + old.count)...])
  }
}
