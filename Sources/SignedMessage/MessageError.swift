/// Why bytes are not a signed message, a message is not accepted, or a draft can't be signed.
package struct MessageError: Error, Hashable, Sendable {
  /// What was wrong. Raw values are stable codes, printed as `VGM-2101`, and never reused.
  package enum Code: Int, Hashable, Sendable, CaseIterable {
    /// Not CBOR of the strict profile, or another structure than the grammar's.
    case malformed = 2101
    /// Message, header, payload or label is over its bound.
    case tooLarge = 2102
    /// The algorithm is missing or not ES256.
    case algorithm = 2103
    /// The list of critical parameters is missing, or is not exactly label and context.
    case critical = 2104
    /// The content type is missing or another one.
    case contentType = 2105
    /// A protected parameter that the profile does not have, or one it demands is missing.
    case headerParameter = 2106
    /// A site, compartment or flow that breaks the grammar of names.
    case name = 2107
    /// A subject that breaks the grammar of subject tokens.
    case subject = 2108
    /// An epoch, sequence or time over the bound.
    case number = 2109
    /// An unprotected parameter that the profile does not have.
    case unprotected = 2110
    /// The inclusion proof's tree size, index or path don't belong together.
    case proof = 2111
    /// The label is not one encoded as labels are.
    case label = 2112
    /// No key is known by this id, or it is not accepted any more.
    case unknownKey = 2113
    /// The signature is not this key's over this message.
    case signature = 2114
    /// More messages in one drain than one signature may cover.
    case drainTooLarge = 2115
    /// OpenSSL could not sign.
    case signing = 9101

    /// One line for people; holds no content.
    package var text: String {
      switch self {
      case .malformed: "the message is not well-formed"
      case .tooLarge: "the message or a part of it is larger than it may be"
      case .algorithm: "the algorithm is not ES256"
      case .critical: "the critical parameters are not exactly label and context"
      case .contentType: "the content is not a normalized message"
      case .headerParameter: "a protected parameter is unknown or missing"
      case .name: "the name of a site, compartment or flow breaks the grammar of names"
      case .subject: "the subject breaks the grammar of subjects"
      case .number: "an epoch, sequence or time is too large"
      case .unprotected: "an unprotected parameter is unknown"
      case .proof: "the inclusion proof is not one"
      case .label: "the label is not well-formed"
      case .unknownKey: "the signing key is unknown or not accepted"
      case .signature: "the signature does not verify"
      case .drainTooLarge: "too many messages for one signature"
      case .signing: "the cryptographic library could not sign"
      }
    }
  }

  /// What was wrong.
  package let code: Code
  /// Where, as an index into the array that was read; for a draft, its index in the drain.
  package let offset: Int

  init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }
}

extension MessageError: CustomStringConvertible {
  /// Code and place, nothing of the content.
  package var description: String { "VGM-\(code.rawValue) at \(offset): \(code.text)" }
}
