import AdapterKit
import NormalizedFormat

extension Conformance {
  /// Whatever stands in a leaf comes out: in a message, or in the ledger as unknown, or it was
  /// dropped by a rule.
  ///
  /// Each leaf of each vector in turn is replaced by something that occurs nowhere else, which is
  /// then looked for: a word; a number where the leaf is one, whole and with a fraction; a moment
  /// where it is one. The law of loss counts fields; this looks for what was in them.
  ///
  /// - Parameter leaves: the ranges of the leaves of raw bytes, found without the adapter's code.
  public func canaries(_ leaves: ([UInt8]) -> [Range<Int>]) -> [ConformanceFailure] {
    vectors.flatMap { vector -> [ConformanceFailure] in
      if case .refusal = vector.expectation { return [] }
      var found: [ConformanceFailure] = []
      for (number, leaf) in leaves(vector.bytes).enumerated() where !leaf.isEmpty {
        for canary in Canary.suited(to: vector.bytes[leaf], number)
        where !survives(canary, at: leaf, of: vector.bytes) {
          let text = String(decoding: vector.bytes[leaf], as: UTF8.self)
          found.append(failure(.loss, vector, "\(canary.text) for '\(text)' at \(leaf.lowerBound)"))
        }
      }
      return found
    }
  }

  private func survives(_ canary: Canary, at leaf: Range<Int>, of frame: [UInt8]) -> Bool {
    guard let (text, dropped) = outcome(of: frame, with: Array(canary.text.utf8), at: leaf),
      !canary.traces.contains(where: text.contains)
    else { return true }
    // Dropped by a rule: with nothing there, the rule has one field less to drop.
    guard let without = outcome(of: frame, with: [], at: leaf) else { return false }
    return dropped > without.dropped
  }

  /// What the adapter says of a frame with a leaf replaced, and how many fields it dropped; nil
  /// where it refuses, since then the raw bytes are kept.
  private func outcome(
    of frame: [UInt8], with text: [UInt8], at leaf: Range<Int>
  ) -> (text: String, dropped: UInt64)? {
    var frame = frame
    frame.replaceSubrange(leaf, with: text)
    var said = ""
    var dropped: UInt64 = 0
    for part in adapter.split(frame) {
      guard let normalization = try? adapter.normalize(Self.raw(part), context: Self.context)
      else { return nil }
      for message in normalization.messages { said += message.json() }
      dropped += normalization.fields.dropped
    }
    return (said, dropped)
  }
}

/// Something that occurs nowhere else, and by what it is known again.
private struct Canary {
  let text: String
  let traces: [String]

  init(_ text: String, trace: String? = nil) {
    self.text = text
    traces = [text] + [trace].compactMap { $0 }
  }

  static func suited(to leaf: ArraySlice<UInt8>, _ number: Int) -> [Canary] {
    let digits = String(10_000 + number)
    // Eight characters of the alphabet of base64, so that they survive there as well.
    var canaries = [Canary("QZX" + digits)]
    let number = "74" + digits
    if leaf.allSatisfy({ "0123456789.+-".utf8.contains($0) }) {
      canaries += [Canary(number), Canary(number + ".0", trace: number)]
    }
    let isMoment = leaf.count >= 8 && leaf.prefix(8).allSatisfy { "0123456789".utf8.contains($0) }
    if isMoment { canaries.append(Canary("20310207113355", trace: "2031-02-07")) }
    return canaries
  }
}
