import Glibc

/// Remembers what was decided, by the bytes that it was decided from: key id, label, site,
/// compartment, flow and subject as they stand in a message.
///
/// Producers use the same few over and over, so a policy is asked once a second for each of them
/// and not once a message. Bounded: it begins anew when full, and with each second, because
/// policies know time; who asks a policy that does not passes the same second always.
package struct PlaceMemo<Value> {
  private static var entriesMax: Int { 256 }

  private struct Entry {
    let place: [UInt8]
    let value: Value
  }

  private var entries: [UInt64: Entry] = [:]
  /// The one met last: most often the next message has the same.
  private var last: Entry?
  private var second: Int64 = .min

  package init() {}

  /// What was decided under these bytes within this second; else what `decide` says now.
  package mutating func value(
    _ frame: [UInt8], _ place: Range<Int>, at second: Int64, _ decide: () -> Value
  ) -> Value {
    if second != self.second {
      self.second = second
      removeAll()
    }
    if let last, Self.isEqual(last.place, frame, place) { return last.value }
    let hash = Self.hash(frame, place)
    if let entry = entries[hash], Self.isEqual(entry.place, frame, place) {
      last = entry
      return entry.value
    }
    let entry = Entry(place: Array(frame[place]), value: decide())
    if entries.count >= Self.entriesMax { entries.removeAll(keepingCapacity: true) }
    entries[hash] = entry
    last = entry
    return entry.value
  }

  package mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    last = nil
  }

  /// Spreads well enough for a table; equality is tested on the bytes themselves.
  private static func hash(_ frame: [UInt8], _ place: Range<Int>) -> UInt64 {
    frame.withUnsafeBytes { buffer in
      let bytes = UnsafeRawBufferPointer(rebasing: buffer[place])
      var hash = UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15
      var index = 0
      while index + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        hash = (hash ^ word) &* 0xFF51_AFD7_ED55_8CCD
        hash ^= hash >> 32
        index += 8
      }
      while index < bytes.count {
        hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3
        index += 1
      }
      return hash
    }
  }

  private static func isEqual(_ known: [UInt8], _ frame: [UInt8], _ place: Range<Int>) -> Bool {
    guard known.count == place.count else { return false }
    return known.withUnsafeBytes { known in
      frame.withUnsafeBytes { frame in
        guard let known = known.baseAddress,
          let bytes = UnsafeRawBufferPointer(rebasing: frame[place]).baseAddress
        else { return place.isEmpty }
        return memcmp(known, bytes, place.count) == 0
      }
    }
  }
}
