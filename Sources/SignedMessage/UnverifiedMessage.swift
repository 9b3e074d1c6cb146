package import Cryptography

/// A signed message decoded, and nothing more: anyone may have made it.
///
/// It holds the array it was read from and ranges into it, copies no field, and gives bytes of a
/// hostile sender no way to cost more than their own length. What it says may be used to look up a
/// key or to refuse; only ``MessageVerifier`` turns it into a message to rely on.
package struct UnverifiedMessage: Sendable {
  /// The array the message was read from.
  package let frame: [UInt8]
  /// Where the message stands in ``frame``.
  package let range: Range<Int>
  /// The id of the key that is said to have signed it.
  package let keyID: KeyID
  /// Where the content of the payload stands in ``frame``.
  package let payload: Range<Int>

  let header: MessageHeader
  let protectedItem: Range<Int>
  let payloadItem: Range<Int>
  let signature: Range<Int>
  let proof: InclusionProof?

  /// Decodes an array that is one message.
  package init(_ message: [UInt8]) throws(MessageError) {
    try self.init(message, in: message.indices)
  }

  /// Decodes the message that fills `range` of `frame`. Offsets of errors are indices into `frame`.
  package init(_ frame: [UInt8], in range: Range<Int>) throws(MessageError) {
    guard range.count <= MessageLimit.messageBytesMax else {
      throw MessageError(.tooLarge, at: range.lowerBound)
    }
    var reader = MessageReader(frame, in: range)
    try reader.array(exactly: 4)
    let protected = try reader.byteStringItem()
    guard protected.content.count <= MessageLimit.headerBytesMax else {
      throw MessageError(.tooLarge, at: protected.item.lowerBound)
    }
    header = try MessageHeader(of: frame, in: protected.content)
    proof = try InclusionProof.read(&reader)
    let payload = try reader.byteStringItem()
    guard payload.content.count <= MessageLimit.payloadBytesMax else {
      throw MessageError(.tooLarge, at: payload.item.lowerBound)
    }
    signature = try reader.byteString(exactly: MessageFormat.signatureByteCount)
    try reader.finish()
    guard let keyID = KeyID(frame[header.keyID]) else {
      throw MessageError(.malformed, at: header.keyID.lowerBound)
    }
    self.frame = frame
    self.range = range
    self.keyID = keyID
    self.payload = payload.content
    protectedItem = protected.item
    payloadItem = payload.item
  }

  /// The encoded message.
  package var bytes: ArraySlice<UInt8> { frame[range] }

  /// The site it claims.
  package var site: String { text(header.site) }
  /// The compartment it claims.
  package var compartment: String { text(header.compartment) }
  /// The flow it claims.
  package var flow: String { text(header.flow) }
  /// The subject it claims.
  package var subject: String { text(header.subject) }
  /// The producer's run it claims.
  package var epoch: UInt64 { header.epoch }
  /// The sequence it claims.
  package var sequence: UInt64 { header.sequence }
  /// When it claims to be signed, in milliseconds since the Unix epoch.
  package var issuedAt: Int64 { Int64(header.issuedAt) }
  /// The encoded label it claims.
  package var encodedLabel: ArraySlice<UInt8> { frame[header.label] }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: frame[range], as: UTF8.self)
  }
}
