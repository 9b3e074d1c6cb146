import CBOR
import Cryptography
import Labels

/// Writes the protected headers of a producer's messages, one behind the other.
struct HeaderWriter {
  /// What is the same in all of them: everything up to the label.
  private let opening: [UInt8]
  private let site: String
  private let compartment: String
  private let epoch: UInt64
  private var writer = CBORWriter()
  private var last: (label: Label, encoding: [UInt8])?

  init(keyID: KeyID, site: String, compartment: String, epoch: UInt64) {
    opening = MessageFormat.headerOpening + keyID.bytes
    self.site = site
    self.compartment = compartment
    self.epoch = epoch
  }

  /// The headers written since the last ``removeAll()``.
  var bytes: [UInt8] { writer.bytes }

  /// Forgets what was written and keeps the room.
  mutating func removeAll() { writer.removeAll() }

  /// Writes the header of `draft` and says where it stands. `place` is what an error names.
  mutating func write(
    _ draft: MessageDraft, sequence: UInt64, issuedAt: Int64, place: Int
  ) throws(MessageError) -> Range<Int> {
    try check(draft, sequence: sequence, issuedAt: issuedAt, place: place)
    let label = try encoding(of: draft.label, place: place)
    let start = writer.bytes.count
    writer.encoded(opening)
    writer.integer(MessageFormat.label)
    writer.encoded(label)
    writer.integer(MessageFormat.context)
    writer.array(7)
    for text in [site, compartment, draft.flow, draft.subject] { writer.text(text) }
    writer.unsigned(epoch)
    writer.unsigned(sequence)
    writer.unsigned(UInt64(issuedAt))
    return start..<writer.bytes.count
  }

  private func check(
    _ draft: MessageDraft, sequence: UInt64, issuedAt: Int64, place: Int
  ) throws(MessageError) {
    for name in [site, compartment, draft.flow] where !MessageGrammar.isName(name.utf8) {
      throw MessageError(.name, at: place)
    }
    guard MessageGrammar.isSubject(draft.subject.utf8) else {
      throw MessageError(.subject, at: place)
    }
    guard epoch <= MessageLimit.numberMax, sequence <= MessageLimit.numberMax, issuedAt >= 0,
      UInt64(issuedAt) <= MessageLimit.numberMax
    else { throw MessageError(.number, at: place) }
    guard draft.payload.count <= MessageLimit.payloadBytesMax else {
      throw MessageError(.tooLarge, at: place)
    }
  }

  /// The encoding of a label that others will be able to decode.
  private mutating func encoding(of label: Label, place: Int) throws(MessageError) -> [UInt8] {
    if let last, last.label == label { return last.encoding }
    let encoding = label.encoded
    guard (try? Label(encoded: encoding)) == label else { throw MessageError(.label, at: place) }
    last = (label, encoding)
    return encoding
  }
}
