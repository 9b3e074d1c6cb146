extension LabelScheme {
  static func fingerprint(
    _ policy: String, _ classifications: ClassificationSet, _ tagSets: [TagSet],
    _ requirements: [Requirement]
  ) -> UInt64 {
    var hash = FNV1a()
    hash.add(policy)
    hash.add(classifications.bits)
    for tagSet in tagSets {
      hash.add(tagSet.id)
      hash.add(tagSet.kind.rawValue)
      hash.add(tagSet.isSingleSelection ? 1 : 0)
      for value in tagSet.values {
        hash.add(value.name)
        hash.add(value.excluded.bits)
        // What older schemes could not say adds nothing to the mark of those that don't say it.
        hash.add((value.isObsolete ? 1 : 0) | (value.isNeverOpened ? 2 : 0))
      }
    }
    for requirement in requirements {
      hash.add(requirement.classifications.bits)
      hash.add(requirement.operation.rawValue)
      for category in requirement.categories { hash.add(category.description) }
    }
    return hash.value
  }
}

/// The Fowler-Noll-Vo hash, 64 bits, variant 1a.
struct FNV1a {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }

  /// The text and an end mark that no UTF-8 holds.
  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(0xff)
  }
}
