import Glibc

/// All bytes of a message but those in its slots, and where the slots are.
struct Skeleton {
  private struct Place {
    /// Bytes of the skeleton before it.
    let end: Int
    let kind: Slots.Kind
    let zoneCount: Int
  }

  private let bytes: [UInt8]
  private let places: [Place]

  /// How many bytes it keeps, roughly.
  var byteCount: Int { bytes.count + places.count * MemoryLayout<Place>.stride }

  /// The skeleton of a message with these slots.
  init(of message: UnsafeRawBufferPointer, _ slots: Slots) {
    var bytes: [UInt8] = []
    var places: [Place] = []
    var end = 0
    for slot in slots.all {
      bytes += message[end..<slot.start]
      places.append(Place(end: bytes.count, kind: slot.kind, zoneCount: slot.zoneCount))
      end = slot.end
    }
    bytes += message[end...]
    self.bytes = bytes
    self.places = places
  }

  /// Whether a message has the same bytes in all places but its slots, and the same slots.
  func fits(_ message: UnsafeRawBufferPointer, _ slots: Slots) -> Bool {
    guard slots.all.count == places.count, let theirs = message.baseAddress else { return false }
    return bytes.withUnsafeBytes { mine in
      guard let mine = mine.baseAddress else { return false }
      var (at, from) = (0, 0)
      for (place, slot) in zip(places, slots.all) {
        guard place.kind == slot.kind, place.zoneCount == slot.zoneCount,
          place.end - at == slot.start - from,
          memcmp(mine + at, theirs + from, place.end - at) == 0
        else { return false }
        (at, from) = (place.end, slot.end)
      }
      return bytes.count - at == message.count - from
        && memcmp(mine + at, theirs + from, bytes.count - at) == 0
    }
  }
}
