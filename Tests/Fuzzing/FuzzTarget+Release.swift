import Cryptography
import Foundation
import Policy
import SignedPolicy

extension FuzzTarget {
  /// A delegation or a release, signed or bare. What verifies is what its quorum or an integrator
  /// signed.
  static func release() throws -> FuzzTarget {
    let file = try ReleaseFile()
    let basis = try file.basis()
    // Charters and policies have targets of their own.
    let signed = try Seeds.hexadecimal(in: "SignedPolicyTests/Vectors").filter {
      (try? UnverifiedIntegrator($0)) != nil || (try? UnverifiedRelease($0)) != nil
    }
    let delegations = signed.compactMap { try? UnverifiedIntegrator($0) }
    let integrators = Array(delegations.compactMap { try? basis.verify($0) }.prefix(1))
    let known = try digests(signed)
    return FuzzTarget(
      name: "release", seeds: signed + (try signed.map(payload)), isLenient: false
    ) { input in
      do throws(VerificationFault) {
        if let release = try? UnverifiedRelease(input) {
          guard hasOneEncoding(input) else { return .failed("it has two encodings") }
          let found = try basis.verify(release, of: integrators)
          return known.contains(found.digest) ? .accepted(0) : .failed("nobody signed it")
        }
        if let integrator = try? UnverifiedIntegrator(input) {
          guard hasOneEncoding(input) else { return .failed("it has two encodings") }
          let found = try basis.verify(integrator)
          return known.contains(found.digest) ? .accepted(1) : .failed("nobody signed it")
        }
      } catch {
        return refused(error)
      }
      if (try? Integrator(encoded: input)) != nil {
        return bare(input, Integrator.init(encoded:), { try $0.encoded() }) { $0.keys.count }
      }
      return bare(input, Release.init(encoded:), { try $0.encoded() }) { $0.adapters.count }
    }
  }
}

/// What the vectors of releases are held to.
private struct ReleaseFile: Decodable {
  let charters: [String]
  let time: Int64

  init() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
      .appendingPathComponent("SignedPolicyTests/Vectors/releases.json")
    self = try JSONDecoder().decode(ReleaseFile.self, from: Data(contentsOf: path))
  }

  func basis() throws -> ReleaseBasis {
    let charter = try UnverifiedCharter(Hexadecimal.decode(charters[0]) ?? [])
    let pin = RootPin(of: try charter.claim().roots)
    return ReleaseBasis(
      try PolicyVerifier.verify(charter, trusting: .pinned(pin, accepted: nil), at: time), [],
      at: time)
  }
}
