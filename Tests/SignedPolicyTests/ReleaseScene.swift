import CBOR
import Cryptography
import Labels
import Policy

@testable import SignedPolicy

/// A site that names two of three release keys (40, 41, 42), the integrator `acme` (44), and a
/// release of it; every part of which a case may change, and who signs each.
struct ReleaseScene {
  var hospital: Hospital
  var policy: CompartmentPolicy
  /// Delegations with the keys that sign them, a key as often as it stands there.
  var integrators: [(document: Integrator, keys: [Int])]
  var release: Release
  var releaseKeys = [44]
  var time = Hospital.time
  /// The last change to a signed delegation, and to a signed release.
  var onDelegation: ([UInt8]) -> [UInt8] = { $0 }
  var onRelease: ([UInt8]) -> [UInt8] = { $0 }
  /// In the place of the release's encoding.
  var payload: [UInt8]?

  static let executable = SHA256.hash(Array("an executable".utf8))

  init() throws {
    hospital = try Hospital()
    hospital.charter.adapterRelease = try Keys.quorum([40, 41, 42], 2)
    policy = try hospital.policy()
    integrators = [(try Self.integrator("acme", 44), [40, 41])]
    release = Release(
      adapters: ["hl7v2"], version: "1.4.2", executable: Self.executable, issued: Hospital.time)
    release.integrator = "acme"
  }

  static func integrator(_ name: String, _ key: Int) throws -> Integrator {
    Integrator(
      site: "north",
      request: IntegratorRequest(name: name, keys: [try Keys.signing(key).publicKey]),
      adapters: ["hl7v2", "scale"], issued: Hospital.time - Hospital.day,
      expires: Hospital.time + 100 * Hospital.day)
  }

  /// The quorum's own release instead of the integrator's.
  mutating func isQuorums(_ keys: [Int] = [40, 42]) {
    release.integrator = nil
    release.site = "north"
    releaseKeys = keys
  }

  func signedIntegrators() throws -> [[UInt8]] {
    try integrators.map { integrator, keys in
      onDelegation(try Self.sign(integrator.encoded(), .integrator, keys))
    }
  }

  func signedRelease() throws -> [UInt8] {
    onRelease(try Self.sign(try payload ?? release.encoded(), .release, releaseKeys))
  }

  /// Signs whatever bytes, with a key as often as it is named.
  static func sign(
    _ payload: [UInt8], _ kind: DocumentKind, _ keys: [Int]
  ) throws -> [UInt8] {
    let signatures = try keys.map { number in
      let key = try Keys.signing(number)
      let id = key.publicKey.keyID
      return COSESign.Signed(
        protected: COSEHeader.es256(keyID: id.bytes),
        signature: try key.sign(kind.toBeSigned(payload, by: id)))
    }
    return COSESign.encode(
      protected: kind.bodyProtected, payload: payload, signatures: signatures, tagged: true)
  }

  /// The site's documents, signed as they should be.
  func verifiedSet() throws -> VerifiedSet {
    let charter = try hospital.verified()
    return try VerifiedSet(charter, own: try hospital.verified(policy, under: charter))
  }

  func verdict() throws -> ReleaseVerdict {
    ReleaseVerdict(
      try ReleaseBasis(verifiedSet(), at: time), try signedIntegrators(), try signedRelease())
  }
}

/// What became of delegations and a release: the code of each refusal, 0 for none.
struct ReleaseVerdict: Hashable, Codable {
  var integrators: [Int]
  var release: Int
  var lapsed = false

  init(integrators: [Int] = [0], release: Int, lapsed: Bool = false) {
    self.integrators = integrators
    self.release = release
    self.lapsed = lapsed
  }

  init(_ basis: ReleaseBasis, _ delegations: [[UInt8]], _ release: [UInt8]) {
    var known: [VerifiedIntegrator] = []
    integrators = []
    self.release = 0
    for bytes in delegations {
      do throws(VerificationFault) {
        known.append(try basis.verify(UnverifiedIntegrator(bytes)))
        integrators.append(0)
      } catch {
        integrators.append(error.code)
      }
    }
    do throws(VerificationFault) {
      lapsed = try basis.verify(UnverifiedRelease(release), of: known).isLapsed
    } catch {
      self.release = error.code
    }
  }
}

extension [(String, CBORValue)] {
  /// A map of these, encoded as a document is.
  func document() throws -> [UInt8] {
    try CBORValue.map(map { CBORValue.Pair(.text($0.0), $0.1) }).encoded()
  }
}
