package import Cryptography

/// A head with its signatures, of which nothing is believed yet: a C2SP signed note in its one
/// encoding.
package struct SignedHead: Hashable, Sendable {
  /// One signature line, ours or another's.
  package struct Signature: Hashable, Sendable {
    package let name: String
    /// 4 bytes.
    package let id: [UInt8]
    package let signature: [UInt8]
  }

  /// What is said, whether or not it is true.
  package let claim: TreeHead
  package let signatures: [Signature]

  init(_ claim: TreeHead, _ signatures: [Signature]) {
    self.claim = claim
    self.signatures = signatures
  }

  /// Reads a head. The fault's place is the number of the line that is wrong, from 0.
  package init(encoded bytes: [UInt8]) throws(LedgerFault) {
    guard bytes.count <= LedgerLimit.headBytesMax, bytes.last == UInt8(ascii: "\n"),
      String(validating: bytes, as: UTF8.self) != nil
    else { throw LedgerFault(.malformedHead, at: 0) }
    let lines = bytes.dropLast().split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.count >= 5, lines.count <= 4 + LedgerLimit.signaturesMax else {
      throw LedgerFault(.malformedHead, at: lines.count)
    }
    for (number, line) in lines.enumerated() {
      // The fourth line parts text and signatures; an extension line would stand there.
      guard line.isEmpty == (number == 3), !line.contains(where: { $0 < 0x20 }) else {
        throw LedgerFault(.malformedHead, at: number)
      }
    }
    guard Self.isName(lines[0]) else { throw LedgerFault(.malformedHead, at: 0) }
    guard let size = Self.size(lines[1]) else { throw LedgerFault(.malformedHead, at: 1) }
    guard let root = Base64.decode(lines[2]).flatMap({ Digest($0) }) else {
      throw LedgerFault(.malformedHead, at: 2)
    }
    var signatures: [Signature] = []
    for (number, line) in lines.enumerated().dropFirst(4) {
      guard let signature = Signature(line: line) else {
        throw LedgerFault(.malformedHead, at: number)
      }
      signatures.append(signature)
    }
    let origin = LedgerOrigin(String(decoding: lines[0], as: UTF8.self))
    self.init(TreeHead(origin, size: size, root: root), signatures)
  }

  /// The note.
  package var encoded: [UInt8] {
    Array((claim.text + "\n" + signatures.map { "\($0.line)\n" }.joined()).utf8)
  }

  /// The claim, if it is of this origin and signed with this key: at least one line has the key's
  /// name and id, and each that has verifies.
  package func verified(
    _ origin: LedgerOrigin, _ key: VerificationKey
  ) throws(LedgerFault) -> VerifiedHead {
    guard claim.origin == origin else { throw LedgerFault(.otherOrigin, at: 0) }
    let ours = signatures.filter { $0.name == origin.description && $0.id == key.noteID }
    let digest = SHA256.hash(Array(claim.text.utf8))
    let isSigned = ours.allSatisfy { line in
      ECDSASignature.raw(ofCanonicalDER: line.signature[...]).map {
        key.isValid($0[...], for: digest)
      } ?? false
    }
    guard !ours.isEmpty, isSigned else { throw LedgerFault(.wrongSignature, at: claim.size) }
    return VerifiedHead(claim)
  }

  /// Decimal without leading zeros, within 2⁵³ − 1.
  static func size(_ line: some Collection<UInt8>) -> UInt64? {
    let text = String(decoding: line, as: UTF8.self)
    guard let size = UInt64(text), size <= LedgerLimit.numberMax, String(size) == text else {
      return nil
    }
    return size
  }

  /// Not empty, no space of Unicode, no plus.
  fileprivate static func isName(_ line: some Collection<UInt8>) -> Bool {
    let text = String(decoding: line, as: UTF8.self)
    return !text.isEmpty
      && !text.unicodeScalars.contains { $0.properties.isWhitespace || $0 == "+" }
  }
}

/// A head that the cell's key signed.
package struct VerifiedHead: Hashable, Sendable {
  package let head: TreeHead

  fileprivate init(_ head: TreeHead) { self.head = head }
}

extension SignedHead.Signature {
  private static let mark = Array("\u{2014} ".utf8)

  fileprivate init?(line: ArraySlice<UInt8>) {
    guard line.starts(with: Self.mark) else { return nil }
    let parts = line.dropFirst(Self.mark.count).split(
      separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 2, SignedHead.isName(parts[0]), let bytes = Base64.decode(parts[1]),
      bytes.count > 4
    else { return nil }
    self.init(
      name: String(decoding: parts[0], as: UTF8.self), id: Array(bytes[..<4]),
      signature: Array(bytes[4...]))
  }

  fileprivate var line: String { "\u{2014} \(name) \(Base64.encode(id + signature))" }
}
