import Cryptography
import Labels
import Policy
import PolicyTesting
import Testing

/// One key, one use: whatever pair of uses a key is given, the documents are refused (2311).
@Suite struct KeyUseTests {
  /// What a signing key may serve as; each stands for a place in charter or policy.
  enum Use: Int, CaseIterable {
    case root, adapterRelease, authority, otherAuthority, partner, otherPartner, principal
    case otherPrincipal

    func place(_ key: VerificationKey, in documents: inout Documents) {
      switch self {
      case .root: documents.charter.roots.keys[0] = key
      case .adapterRelease: documents.charter.adapterRelease?.keys[0] = key
      case .authority: documents.charter.compartments[0].authority.keys[0] = key
      case .otherAuthority: documents.charter.compartments[2].authority.keys[0] = key
      case .partner: documents.charter.partners[0].roots.keys[0] = key
      case .otherPartner: documents.charter.partners[1].roots.keys[0] = key
      case .principal: documents.policy.principals[0].signingKeys = [key]
      case .otherPrincipal: documents.policy.principals[2].signingKeys = [key]
      }
    }
  }

  /// What a CURVE key may serve as.
  enum CurveUse: Int, CaseIterable {
    case cell, otherCell, principal, otherPrincipal

    func place(_ key: CurveKey, in documents: inout Documents) {
      switch self {
      case .cell: documents.charter.compartments[0].curveKey = key
      case .otherCell: documents.charter.compartments[1].curveKey = key
      case .principal: documents.policy.principals[0].curveKey = key
      case .otherPrincipal: documents.policy.principals[1].curveKey = key
      }
    }
  }

  /// A charter with every kind of quorum, and the ICU's policy under it.
  struct Documents {
    var charter: Charter
    var policy: CompartmentPolicy

    init() throws {
      let ward = try Ward()
      charter = ward.charter
      policy = ward.icu
      var second = policy.principals[0]
      second.name = "second-\(second.name)"
      second.curveKey = Keys.curve(98)
      second.signingKeys = [try Keys.signing(34)]
      policy.principals.insert(second, at: 2)
      charter.adapterRelease = KeyQuorum(keys: [try Keys.signing(30)], threshold: 1)
      charter.partners = try ["south", "west"].enumerated().map { index, site in
        Partner(
          site: site, roots: KeyQuorum(keys: [try Keys.signing(31 + index)], threshold: 1),
          clearance: policy.principals[0].clearance)
      }
    }

    var fault: DocumentFault? {
      do throws(DocumentFault) {
        try charter.check()
        try policy.check()
        try policy.check(under: charter)
        return nil
      } catch {
        return error
      }
    }
  }

  @Test func `documents whose keys all serve once are in order`() throws {
    #expect(try Documents().fault == nil)
  }

  @Test(arguments: Use.allCases, Use.allCases)
  func `a signing key of two uses is refused, one of a single use is not`(
    one: Use, other: Use
  ) throws {
    var documents = try Documents()
    let key = try Keys.signing(50)
    one.place(key, in: &documents)
    other.place(key, in: &documents)
    #expect(documents.fault?.code == (one == other ? nil : .duplicate))
  }

  @Test(arguments: CurveUse.allCases, CurveUse.allCases)
  func `a CURVE key of two uses is refused, one of a single use is not`(
    one: CurveUse, other: CurveUse
  ) throws {
    var documents = try Documents()
    let key = Keys.curve(99)
    one.place(key, in: &documents)
    other.place(key, in: &documents)
    #expect(documents.fault?.code == (one == other ? nil : .duplicate))
  }
}
