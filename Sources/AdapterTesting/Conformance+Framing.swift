import AdapterKit

extension Conformance {
  /// Every vector in its frame, cut in two at every byte and fed byte by byte, gives the same
  /// events as in one piece.
  public func chunking() -> [ConformanceFailure] {
    vectors.compactMap { vector in
      let framed = adapter.makeFraming().frame(vector.bytes)
      let whole = events([framed])
      let singles = framed.map { [$0] }
      guard events(singles) == whole else { return failure(.chunking, vector, "byte by byte") }
      // Long vectors are cut at a prime stride: each place is cut in some vector.
      let stride = framed.count > 4_000 ? 97 : 1
      for at in Swift.stride(from: 1, to: framed.count, by: stride) {
        guard events([Array(framed[..<at]), Array(framed[at...])]) == whole else {
          return failure(.chunking, vector, "cut at \(at)")
        }
      }
      return nil
    }
  }

  /// All vectors in one stream, in one piece and in chunks of every size to 64, give as many
  /// messages as there are vectors.
  public func streaming() -> [ConformanceFailure] {
    let framing = adapter.makeFraming()
    let stream = vectors.flatMap { framing.frame($0.bytes) }
    let whole = events([stream])
    return (1...64).compactMap { size in
      let chunks = stride(from: 0, to: stream.count, by: size).map { start in
        Array(stream[start..<min(start + size, stream.count)])
      }
      guard events(chunks) != whole else { return nil }
      return ConformanceFailure(claim: .chunking, about: "stream", detail: "chunks of \(size)")
    }
  }

  private func events(_ chunks: [[UInt8]]) -> [FramingEvent] {
    var framing = adapter.makeFraming()
    var events: [FramingEvent] = []
    for chunk in chunks { events += framing.push(chunk) }
    return events + framing.finish()
  }
}
