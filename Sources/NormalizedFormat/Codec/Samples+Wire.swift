extension Samples: Wire {
  /// An array of integers and nulls.
  package static var rule: StaticString { "samples" }

  /// An array, null for a gap.
  package func encode(to encoder: inout MessageEncoder) {
    encoder.output.array(values.count)
    for value in values {
      if encoder.output.isOver { return }
      if let value { encoder.output.integer(value) } else { encoder.output.null() }
    }
  }

  /// Reads an array; an empty one is a waveform without samples.
  package init(from decoder: inout MessageDecoder) throws(FormatError) {
    let start = decoder.offset
    let count = try decoder.array(upTo: FormatLimit.samplesMax)
    try decoder.charge(count * MemoryLayout<Int64?>.stride, at: start)
    var values: [Int64?] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(decoder.skipNull() ? nil : try decoder.integer()) }
    self.init(values)
  }

  /// A JSON array of numbers and nulls.
  package func render(to json: inout JSONWriter) {
    json.array(values) { json, value in json.literal(value.map { String($0) } ?? "null") }
  }
}
