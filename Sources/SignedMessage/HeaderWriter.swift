import CBOR
import Cryptography
import Labels

/// Writes the protected headers of a producer's messages, one behind the other.
struct HeaderWriter {
  private let keyID: KeyID
  private let site: String
  private let compartment: String
  private let epoch: UInt64
  private var writer = CBORWriter()
  /// What messages of one label have in common: everything up to the flow.
  private var last: (label: Label, opening: [UInt8])?

  init(keyID: KeyID, site: String, compartment: String, epoch: UInt64) {
    self.keyID = keyID
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
    let opening = try opening(for: draft.label, place: place)
    let start = writer.bytes.count
    writer.encoded(opening)
    writer.text(draft.flow)
    writer.text(draft.subject)
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

  private mutating func opening(
    for label: Label, place: Int
  ) throws(MessageError) -> [UInt8] {
    if let last, last.label == label { return last.opening }
    let encoding = label.encoded
    // What others could not decode is not signed.
    guard (try? Label(encoded: encoding)) == label else { throw MessageError(.label, at: place) }
    var writer = CBORWriter(appendingTo: MessageFormat.headerOpening + keyID.bytes)
    writer.integer(MessageFormat.label)
    writer.encoded(encoding)
    writer.integer(MessageFormat.context)
    writer.array(7)
    writer.text(site)
    writer.text(compartment)
    last = (label, writer.bytes)
    return writer.bytes
  }
}
