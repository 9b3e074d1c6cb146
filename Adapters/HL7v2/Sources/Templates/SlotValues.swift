import AdapterKit
import Glibc
import NormalizedFormat

/// What a message says in its slots, and beside its bytes.
struct SlotValues {
  let raw: RawMessage
  let slots: Slots
  let context: IngestContext
  /// What MSH-7 states, the zone of times that state none.
  let statedZone: Int16?
  let sentinels: [DecimalNumber]

  /// All values as the format writes them, by the readers that the mapping has: one a slot, then
  /// when the message was received, then its digest. Nil where a slot holds no value of its kind:
  /// no day that the calendar has, no number, or a number by which the link's devices mean that
  /// there is none.
  func encoded() -> EncodedParts? {
    var parts = EncodedParts(capacity: slots.all.count + 2)
    let isComplete = raw.bytes.withUnsafeBytes { append($0, to: &parts) }
    guard isComplete else { return nil }
    parts.append(
      Timestamp(milliseconds: context.received, precision: .millisecond, zone: .stated(0)))
    parts.append(RawDigest(sha256: raw.digest, count: UInt64(raw.bytes.count)))
    return parts
  }

  private func append(_ bytes: UnsafeRawBufferPointer, to parts: inout EncodedParts) -> Bool {
    let parser = DateTimeParser(statedZone: statedZone, assumedZone: context.zone)
    // Rows of one message mostly have one time.
    var last: (bytes: UnsafeRawBufferPointer, index: Int)?
    for (index, slot) in slots.all.enumerated() {
      let content = UnsafeRawBufferPointer(rebasing: bytes[slot.start..<slot.end])
      switch slot.kind {
      case .identifier: parts.append(utf8: content)
      case .number:
        guard let number = DecimalNumber(digits: content), !sentinels.mean(number) else {
          return false
        }
        parts.append(number)
      case .time:
        let whole = UnsafeRawBufferPointer(
          rebasing: bytes[slot.start..<(slot.end + slot.zoneCount)])
        if let last, Self.same(last.bytes, whole) {
          parts.appendAgain(last.index)
          continue
        }
        guard let time = parser.parse(whole) else { return false }
        parts.append(time)
        last = (whole, index)
      }
    }
    return true
  }

  private static func same(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool
  {
    guard left.count == right.count, let mine = left.baseAddress, let theirs = right.baseAddress
    else { return false }
    return memcmp(mine, theirs, left.count) == 0
  }
}
