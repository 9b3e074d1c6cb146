import CBOR
import Cryptography
import Policy
import SignedPolicy

extension FuzzTarget {
  /// A charter, signed or bare. What verifies is what its roots signed; what is understood has one
  /// encoding, can be compared, and rules a policy or says why not.
  static func charter() throws -> FuzzTarget {
    let site = try KnownSite()
    let signed = try SignedVectors.all("charter")
    let known = try digests(signed)
    return FuzzTarget(name: "charter", seeds: signed + (try signed.map(payload))) { input in
      guard let document = try? UnverifiedCharter(input) else {
        return bare(input, Charter.init(encoded:), { try $0.encoded() }) { charter in
          let effect = PolicyEffect(of: charter, after: site.charter.document)
          let set = PolicySet(charter: charter, own: site.policy.document)
          return place(of: Result { try PolicySnapshot(dangerouslyTrusting: set) })
            &* 31 &+ effect.widened.count &+ effect.reserved.count
        }
      }
      guard hasOneEncoding(input) else { return .failed("it has two encodings") }
      do throws(VerificationFault) {
        let old = site.charter
        let isLater = document.digest != old.accepted.digest
        let found = try PolicyVerifier.verify(
          document, trusting: isLater ? .succeeding(old) : .pinned(site.pin, accepted: nil),
          at: FuzzHospital.time)
        return known.contains(found.accepted.digest) ? .accepted(0) : .failed("nobody signed it")
      } catch {
        return refused(error)
      }
    }
  }

  /// The same of a compartment's policy, under its charter.
  static func policy() throws -> FuzzTarget {
    let site = try KnownSite()
    let signed = try SignedVectors.all("policy")
    let known = try digests(signed)
    let first = try UnverifiedPolicy(signed[0])
    return FuzzTarget(name: "policy", seeds: signed + (try signed.map(payload))) { input in
      guard let document = try? UnverifiedPolicy(input) else {
        return bare(input, CompartmentPolicy.init(encoded:), { try $0.encoded() }) { policy in
          let effect = PolicyEffect(
            of: policy, after: site.policy.document, under: site.charter.document.scheme)
          let set = PolicySet(charter: site.charter.document, own: policy)
          return place(of: Result { try PolicySnapshot(dangerouslyTrusting: set) })
            &* 31 &+ effect.widened.count &+ effect.reserved.count
        }
      }
      guard hasOneEncoding(input) else { return .failed("it has two encodings") }
      do throws(VerificationFault) {
        let isLater = document.digest != first.digest
        let found = try PolicyVerifier.verify(
          document, of: "icu", under: CharterSuccession(site.charter),
          accepted: isLater ? site.policy.accepted : nil, at: FuzzHospital.time,
          former: { _ in [first] })
        return known.contains(found.accepted.digest) ? .accepted(0) : .failed("nobody signed it")
      } catch {
        return refused(error)
      }
    }
  }

  /// A credential: who is introduced is whom the issuer signed for, and nobody beyond the template.
  static func credential() throws -> FuzzTarget {
    let site = try KnownSite()
    let signed = try SignedVectors.all("credential")
    let known = try digests(signed)
    return FuzzTarget(name: "credential", seeds: signed + (try signed.map(payload))) { input in
      guard let document = try? UnverifiedCredential(input) else {
        return bare(input, Credential.init(encoded:), { try $0.encoded() }) { credential in
          place(
            of: Result {
              try credential.check(under: site.policy.document, site.charter.document)
              var policy = site.policy.document
              policy.principals.append(credential.principal)
              return try PolicySnapshot(
                dangerouslyTrusting: PolicySet(charter: site.charter.document, own: policy))
            })
        }
      }
      guard hasOneEncoding(input) else { return .failed("it has two encodings") }
      var set = site.set
      if let refusal = set.add([document], of: "icu", at: FuzzHospital.time).first {
        return refused(refusal.fault)
      }
      return known.contains(document.digest) ? .accepted(0) : .failed("nobody signed it")
    }
  }

  /// A step of an officer.
  static func step() throws -> FuzzTarget {
    let snapshot = try PolicySnapshot(try KnownSite().set.persisted { _ in })
    let signed = try SignedVectors.all("step")
    let known = try digests(signed)
    return FuzzTarget(name: "step", seeds: signed + (try signed.map(payload))) { input in
      guard let document = try? UnverifiedStep(input) else {
        return bare(input, BreakGlassStep.init(encoded:), { try $0.encoded() }) { step in
          step.action.word.utf8.count
        }
      }
      guard hasOneEncoding(input) else { return .failed("it has two encodings") }
      do throws(StepFault) {
        let found = try document.verified(under: snapshot)
        guard known.contains(found.digest) else { return .failed("nobody signed it") }
        return .accepted(found.step.action.word.utf8.count)
      } catch {
        return .refused(error.code)
      }
    }
  }

  /// What a device asks for: nobody signed it, and its fingerprint covers every byte.
  static func enrolment() throws -> FuzzTarget {
    let seeds = try SignedVectors.all("enrolment")
    return FuzzTarget(name: "enrolment", seeds: seeds) { input in
      bare(input, EnrolmentRequest.init(encoded:), { try $0.encoded() }) { request in
        request.signingKeys.count
      }
    }
  }
}

/// What the signed vectors are held to.
private struct KnownSite {
  let charter: VerifiedCharter
  let policy: VerifiedPolicy
  let pin: RootPin
  let set: VerifiedSet

  init() throws {
    let document = try UnverifiedCharter(try SignedVectors.all("charter")[0])
    pin = RootPin(of: try document.claim().roots)
    charter = try PolicyVerifier.verify(
      document, trusting: .pinned(pin, accepted: nil), at: FuzzHospital.time)
    policy = try PolicyVerifier.verify(
      try UnverifiedPolicy(try SignedVectors.all("policy")[0]), of: "icu",
      under: CharterSuccession(charter), accepted: nil, at: FuzzHospital.time)
    set = try VerifiedSet(
      charter: CharterSuccession(charter), own: PolicySuccession(policy), peers: [])
  }
}

extension FuzzTarget {
  static func payload(of signed: [UInt8]) throws -> [UInt8] {
    let parts = try COSESign(decoding: signed, tagging: .required)
    return parts.payload.map { Array(signed[$0]) } ?? []
  }

  static func digests(_ signed: [[UInt8]]) throws -> Set<Digest> {
    Set(try signed.map { SHA256.hash(try payload(of: $0)) })
  }

  /// Whether a signed document is what its parts encode to.
  static func hasOneEncoding(_ input: [UInt8]) -> Bool {
    guard let parts = try? COSESign(decoding: input, tagging: .required),
      let payload = parts.payload
    else { return false }
    let signatures = parts.signatures.map {
      COSESign.Signed(
        protected: Array(input[$0.headers.protected]), signature: Array(input[$0.signature]))
    }
    return input
      == COSESign.encode(
        protected: Array(input[parts.headers.protected]), payload: Array(input[payload]),
        signatures: signatures, tagged: true)
  }

  /// A document without signatures: what is understood comes out as it went in.
  static func bare<Document>(
    _ input: [UInt8], _ decode: ([UInt8]) throws(DocumentFault) -> Document,
    _ encode: (Document) throws -> [UInt8], use: (Document) -> Int
  ) -> Outcome {
    do throws(DocumentFault) {
      let document = try decode(input)
      guard let again = try? encode(document) else { return .failed("it can't be encoded again") }
      return again == input ? .accepted(1 + use(document)) : .failed("it has two encodings")
    } catch {
      return .refused(place(of: error))
    }
  }

  static func refused(_ fault: VerificationFault) -> Outcome {
    guard case .document(let fault) = fault else { return .refused(fault.code) }
    return .refused(place(of: fault))
  }

  private static func place(of result: Result<PolicySnapshot, any Error>) -> Int {
    guard case .failure(let error) = result, let fault = error as? DocumentFault else { return 0 }
    return place(of: fault)
  }

  /// Code and place as one number, the same in every process (`hashValue` is not).
  private static func place(of fault: DocumentFault) -> Int {
    fault.place.utf8.reduce(fault.code.rawValue) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF }
  }
}
