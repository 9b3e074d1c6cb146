import Glibc

/// The encoding of a message with holes where its parts stood, to be filled with others of the same
/// kinds.
///
/// Arrays and maps of CBOR count items and not bytes, so that a part of another length moves what
/// follows it and changes nothing else.
package struct MessageStencil: Sendable {
  private struct Hole {
    /// Where it is among ``bytes``.
    let offset: Int
    let part: Int
  }

  /// What stands between the holes.
  private let bytes: [UInt8]
  private let holes: [Hole]

  /// How many bytes it keeps, roughly.
  package var byteCount: Int { bytes.count + holes.count * MemoryLayout<Hole>.stride }

  /// Cuts parts out of an encoding, wherever their bytes stand. Nil where one of them does not, or
  /// two overlap.
  ///
  /// Bytes that stand for something else may look like a part: who cuts takes parts that nobody
  /// writes, and makes sure that the stencil gives back a message it was not cut from.
  package init?(cutting parts: borrowing EncodedParts, from encoding: [UInt8]) {
    var cuts: [(range: Range<Int>, part: Int)] = []
    for part in 0..<parts.count {
      let places = parts.withBytes(part) { Self.places(of: $0, in: encoding) }
      guard !places.isEmpty else { return nil }
      cuts += places.map { ($0, part) }
    }
    cuts.sort { $0.range.lowerBound < $1.range.lowerBound }
    var bytes: [UInt8] = []
    var holes: [Hole] = []
    var end = 0
    for cut in cuts {
      guard cut.range.lowerBound >= end else { return nil }
      bytes += encoding[end..<cut.range.lowerBound]
      holes.append(Hole(offset: bytes.count, part: cut.part))
      end = cut.range.upperBound
    }
    bytes += encoding[end...]
    self.bytes = bytes
    self.holes = holes
  }

  /// Where a part stands, from left to right.
  private static func places(
    of part: UnsafeBufferPointer<UInt8>, in encoding: [UInt8]
  ) -> [Range<Int>] {
    guard let wanted = part.baseAddress else { return [] }
    return encoding.withUnsafeBytes { all in
      guard let base = all.baseAddress else { return [] }
      var places: [Range<Int>] = []
      var from = 0
      while from + part.count <= all.count,
        let hit = memchr(base + from, Int32(part[0]), all.count - part.count - from + 1)
      {
        let start = UnsafeRawPointer(hit) - base
        let isPart = memcmp(hit, wanted, part.count) == 0
        if isPart { places.append(start..<(start + part.count)) }
        from = isPart ? start + part.count : start + 1
      }
      return places
    }
  }

  /// The encoding with these parts in the holes.
  package func filled(with parts: borrowing EncodedParts) -> [UInt8] {
    var total = bytes.count
    for hole in holes { total += parts.byteCount(hole.part) }
    return [UInt8](unsafeUninitializedCapacity: total) { output, count in
      bytes.withUnsafeBufferPointer { bytes in
        var taken = 0
        for hole in holes {
          Self.append(UnsafeBufferPointer(rebasing: bytes[taken..<hole.offset]), output, &count)
          parts.withBytes(hole.part) { Self.append($0, output, &count) }
          taken = hole.offset
        }
        Self.append(UnsafeBufferPointer(rebasing: bytes[taken...]), output, &count)
      }
    }
  }

  private static func append(
    _ bytes: UnsafeBufferPointer<UInt8>, _ output: UnsafeMutableBufferPointer<UInt8>,
    _ count: inout Int
  ) {
    guard let start = bytes.baseAddress, let base = output.baseAddress else { return }
    (base + count).update(from: start, count: bytes.count)
    count += bytes.count
  }
}
