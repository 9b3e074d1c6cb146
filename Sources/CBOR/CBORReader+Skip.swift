extension CBORReader {
  /// Reads any one item, checks all of it, and says where it stands.
  ///
  /// Allocates nothing. Nesting beyond ``depthMax`` is `.depth`; a tag is `.tag` unless `tags`
  /// admits them.
  @discardableResult
  package mutating func skip(tags: Bool = false) throws(CBORError) -> Range<Int> {
    let start = offset
    do {
      try skipItem(depth: 0, tags: tags)
    } catch {
      offset = start
      throw error
    }
    return start..<offset
  }

  private mutating func skipItem(depth: Int, tags: Bool) throws(CBORError) {
    switch try peek() {
    case .unsigned: _ = try argument(of: 0)
    case .negative: _ = try argument(of: 1)
    case .byteString: _ = try content(of: 2)
    case .text: _ = try textRange()
    case .boolean, .null: offset += 1
    case .float: _ = try double()
    case .array: try skipArray(depth: depth, tags: tags)
    case .map: try skipMap(depth: depth, tags: tags)
    case .tag:
      guard tags else { throw CBORError(.tag, at: offset) }
      try checkDepth(depth)
      _ = try tag()
      try skipItem(depth: depth + 1, tags: tags)
    }
  }

  private mutating func skipArray(depth: Int, tags: Bool) throws(CBORError) {
    try checkDepth(depth)
    for _ in 0..<(try array()) { try skipItem(depth: depth + 1, tags: tags) }
  }

  private mutating func skipMap(depth: Int, tags: Bool) throws(CBORError) {
    try checkDepth(depth)
    var previous: Range<Int>?
    for _ in 0..<(try map()) {
      let start = offset
      try skipItem(depth: depth + 1, tags: tags)
      try checkKey(start..<offset, after: previous)
      previous = start..<offset
      try skipItem(depth: depth + 1, tags: tags)
    }
  }

  func checkDepth(_ depth: Int) throws(CBORError) {
    guard depth < Self.depthMax else { throw CBORError(.depth, at: offset) }
  }

  /// Refuses a key that does not stand after the previous one, bytewise (RFC 8949 §4.2.1).
  func checkKey(_ key: Range<Int>, after previous: Range<Int>?) throws(CBORError) {
    guard let previous else { return }
    if input[previous].lexicographicallyPrecedes(input[key]) { return }
    let isSame = input[previous].elementsEqual(input[key])
    throw CBORError(isSame ? .duplicateKey : .keyOrder, at: key.lowerBound)
  }
}
