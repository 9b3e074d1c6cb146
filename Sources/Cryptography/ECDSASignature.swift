/// The two spellings of an ECDSA P-256 signature: COSE's and JOSE's r ‖ s (RFC 9053 §2.1, 64 bytes,
/// each number 32 bytes, big-endian), and the DER that OpenSSL takes (RFC 3279 §2.2.3).
package enum ECDSASignature {
  static let byteCount = 64
  private static let halfCount = 32

  /// The order n of the P-256 group (SP 800-186 §3.2.1.3), big-endian.
  private static let order: [UInt8] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
  ]

  /// The DER of a raw signature; nil unless it is 64 bytes and both numbers are in 1…n−1.
  package static func der(ofRaw raw: some RandomAccessCollection<UInt8>) -> [UInt8]? {
    guard raw.count == byteCount else { return nil }
    let (r, s) = (raw.prefix(halfCount), raw.suffix(halfCount))
    guard isInRange(r), isInRange(s) else { return nil }
    var der: [UInt8] = [0x30, 0]
    appendInteger(r, to: &der)
    appendInteger(s, to: &der)
    der[1] = UInt8(der.count - 2)
    return der
  }

  /// The raw form of a DER signature that OpenSSL made; nil when it is not one.
  static func raw(ofDER der: ArraySlice<UInt8>) -> [UInt8]? {
    var rest = der
    // A length is compared as a number: what came may be longer than a byte can say.
    guard rest.popFirst() == 0x30, let count = rest.popFirst(), rest.count == Int(count) else {
      return nil
    }
    guard let r = takeInteger(&rest), let s = takeInteger(&rest), rest.isEmpty else { return nil }
    return r + s
  }

  /// The raw form of a DER signature of whatever origin; nil unless it is the one DER of its
  /// numbers.
  package static func raw(ofCanonicalDER der: ArraySlice<UInt8>) -> [UInt8]? {
    guard let raw = raw(ofDER: der), self.der(ofRaw: raw) == Array(der) else { return nil }
    return raw
  }

  private static func isInRange(_ number: some Collection<UInt8>) -> Bool {
    number.contains { $0 != 0 } && number.lexicographicallyPrecedes(order)
  }

  private static func appendInteger(_ number: some Collection<UInt8>, to der: inout [UInt8]) {
    let digits = number.drop { $0 == 0 }
    let sign: [UInt8] = (digits.first ?? 0) >= 0x80 ? [0] : []
    der += [0x02, UInt8(digits.count + sign.count)] + sign
    der += digits
  }

  private static func takeInteger(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    guard rest.popFirst() == 0x02, let count = rest.popFirst(), rest.count >= count else {
      return nil
    }
    let digits = rest.prefix(Int(count)).drop { $0 == 0 }
    rest = rest.dropFirst(Int(count))
    guard digits.count <= halfCount else { return nil }
    return Array(repeating: 0, count: halfCount - digits.count) + digits
  }
}
