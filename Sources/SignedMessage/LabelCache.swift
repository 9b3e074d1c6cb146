import Labels

/// The labels met last, by their encoding: messages of a flow bear the same few, and decoding one
/// allocates.
struct LabelCache {
  private static let capacity = 16

  private var entries: [(encoding: [UInt8], label: Label)] = []
  private var next = 0

  /// The label with this encoding; nil when it is not a label.
  mutating func label(_ encoding: ArraySlice<UInt8>) -> Label? {
    for entry in entries where isEqual(entry.encoding, encoding) { return entry.label }
    let bytes = Array(encoding)
    guard let label = try? Label(encoded: bytes) else { return nil }
    if entries.count < LabelCache.capacity {
      entries.append((bytes, label))
    } else {
      entries[next] = (bytes, label)
      next = (next + 1) % LabelCache.capacity
    }
    return label
  }

  private func isEqual(_ left: [UInt8], _ right: ArraySlice<UInt8>) -> Bool {
    left.count == right.count
      && left.withUnsafeBytes { left in
        right.withUnsafeBytes { right in left.elementsEqual(right) }
      }
  }
}
