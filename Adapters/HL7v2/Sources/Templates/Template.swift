import AdapterKit
import NormalizedFormat

/// What the mapping made of a device message, with holes for what its slots hold: the next message
/// with the same skeleton is that with other values.
final class Template: Sendable {
  private let skeleton: Skeleton
  private let stencil: MessageStencil
  private let statedZone: Int16?

  /// How many bytes it keeps, roughly.
  var byteCount: Int { skeleton.byteCount + stencil.byteCount }

  init(_ skeleton: Skeleton, _ stencil: MessageStencil, statedZone: Int16?) {
    self.skeleton = skeleton
    self.stencil = stencil
    self.statedZone = statedZone
  }

  /// The encoding of the message that the mapping makes of this one; nil where its skeleton is
  /// another, or a slot holds what is no plain value.
  func encoding(
    of raw: RawMessage, _ slots: Slots, _ context: IngestContext, sentinels: [DecimalNumber]
  ) -> [UInt8]? {
    guard raw.bytes.withUnsafeBytes({ skeleton.fits($0, slots) }) else { return nil }
    let values = SlotValues(
      raw: raw, slots: slots, context: context, statedZone: statedZone, sentinels: sentinels)
    guard let parts = values.encoded() else { return nil }
    return stencil.filled(with: parts)
  }
}
