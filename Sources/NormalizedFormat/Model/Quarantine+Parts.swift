extension Quarantine {
  /// Cuts raw bytes into pieces that a message can hold; one piece, without a part, where they fit.
  ///
  /// - Parameter sha256: the digest of `raw`.
  public static func pieces(
    of raw: [UInt8], sha256: [UInt8]
  ) -> [(raw: [UInt8], part: QuarantinePart?)] {
    let size = FormatLimit.quarantineBytesMax
    guard raw.count > size else { return [(raw, nil)] }
    let count = (raw.count + size - 1) / size
    return (0..<count).map { index in
      let piece = raw[(index * size)..<min(raw.count, (index + 1) * size)]
      let part = QuarantinePart(
        index: UInt32(index), count: UInt32(count), sha256: sha256, bytes: UInt64(raw.count))
      return (Array(piece), part)
    }
  }

  /// The whole again from its pieces in any order, repeated ones put up with; nil while one is
  /// missing, or where they are not of one whole. Whoever has cryptography checks the digest.
  public static func joined(_ pieces: [Quarantine]) -> [UInt8]? {
    guard let first = pieces.first else { return nil }
    guard let whole = first.part else { return pieces.count == 1 ? first.raw : nil }
    guard whole.count > 0, UInt64(whole.count) <= whole.bytes else { return nil }
    var raws: [UInt32: [UInt8]] = [:]
    for piece in pieces {
      guard let part = piece.part, part.sha256 == whole.sha256, part.count == whole.count,
        part.bytes == whole.bytes, part.index < part.count
      else { return nil }
      raws[part.index] = piece.raw
    }
    guard raws.count == Int(whole.count) else { return nil }
    let joined = (0..<whole.count).flatMap { raws[$0] ?? [] }
    return UInt64(joined.count) == whole.bytes ? joined : nil
  }
}
