package import Cryptography

/// Who asks to be introduced, and by which keys it will be known. It says nothing of what it may
/// do: that is for who approves.
///
/// Nobody signed it: what makes it believed is that its ``fingerprint(of:)``, which covers every
/// byte, is read over a second channel by who stands beside the device.
package struct EnrolmentRequest: Hashable, Sendable {
  package var site: String
  package var compartment: String
  package var name: String
  /// `device`, `adapter` or `subscriber`.
  package var role: Role
  package var curveKey: CurveKey
  /// The keys with which it will sign messages; none for a subscriber.
  package var signingKeys: [VerificationKey] = []
  package var equipment: Equipment?

  package init(
    site: String, compartment: String, name: String, role: Role, curveKey: CurveKey
  ) {
    self.site = site
    self.compartment = compartment
    self.name = name
    self.role = role
    self.curveKey = curveKey
  }

  /// What two people compare: 80 bits of SHA-256 of a request's bytes, as four groups of four of
  /// `0-9 A-Z` without I, L, O and U (Crockford's base 32), which no ear takes for each other.
  package static func fingerprint(of bytes: [UInt8]) -> String {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    let digest = SHA256.hash(bytes).bytes
    var text = ""
    for group in 0..<16 {
      let bit = group * 5
      let pair = Int(digest[bit / 8]) << 8 | Int(digest[bit / 8 + 1])
      if group > 0, group % 4 == 0 { text.append("-") }
      text.append(alphabet[pair >> (11 - bit % 8) & 31])
    }
    return text
  }

  /// Whether what someone typed is a fingerprint: case, spaces and dashes say nothing, and `I`, `L`
  /// and `O` are what they look like.
  package static func isFingerprint(_ typed: String, of bytes: [UInt8]) -> Bool {
    let alike: [Character: Character] = ["I": "1", "L": "1", "O": "0"]
    let plain = typed.uppercased().filter { $0 != "-" && $0 != " " }.map { alike[$0] ?? $0 }
    return String(plain) == fingerprint(of: bytes).filter { $0 != "-" }
  }
}
