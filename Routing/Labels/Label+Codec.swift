import CBOR

// label = [policy: name, classification: 0..5, restrictive: {* name => [+ name]},
//          permissive: {* name => [* name]}, informative: {* name => [+ name]}]

extension Label {
  /// Decodes exactly one encoded label; refuses every second spelling of it, and what is over a
  /// bound.
  package init(encoded bytes: [UInt8]) throws(LabelCodecError) {
    guard bytes.count <= LabelLimit.labelBytesMax else { throw LabelCodecError(.tooLarge, at: 0) }
    var reader = LabelReader(bytes)
    try reader.array(of: 5)
    policy = try reader.name()
    classification = try reader.classification()
    restrictive = try reader.categories(emptyAllowed: false)
    permissive = try reader.categories(emptyAllowed: true)
    informative = try reader.categories(emptyAllowed: false)
    try reader.finish()
  }

  /// The one encoding of this label.
  package var encoded: [UInt8] {
    var writer = CBORWriter()
    writer.array(5)
    writer.text(policy)
    writer.unsigned(UInt64(classification.rawValue))
    for kind in CategoryKind.allCases { writer.categories(self[kind]) }
    return writer.bytes
  }
}

// clearance = [policy: name, classifications: [* 0..5 ascending], categories: {* name => [+ name]}]

extension Clearance {
  /// Decodes exactly one encoded clearance; refuses every second spelling of it.
  package init(encoded bytes: [UInt8]) throws(LabelCodecError) {
    var reader = LabelReader(bytes)
    try reader.array(of: 3)
    policy = try reader.name()
    classifications = try reader.classifications()
    categories = try reader.categories(emptyAllowed: false)
    try reader.finish()
  }

  /// The one encoding of this clearance.
  package var encoded: [UInt8] {
    var writer = CBORWriter()
    writer.array(3)
    writer.text(policy)
    writer.array(classifications.members.count)
    for member in classifications.members { writer.unsigned(UInt64(member.rawValue)) }
    writer.categories(categories)
    return writer.bytes
  }
}

extension CBORWriter {
  fileprivate mutating func categories(_ set: CategorySet) {
    map(set.groups.count)
    for group in set.groups {
      text(group.tagSet)
      array(group.values.count)
      for value in group.values { text(value) }
    }
  }
}
