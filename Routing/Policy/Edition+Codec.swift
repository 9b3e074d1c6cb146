import CBOR
import Cryptography

extension Edition {
  /// Takes the keys that every document has from its map.
  init(from map: inout DocumentMap) throws(DocumentFault) {
    version = UInt64(try map.number("version", upTo: Int64(PolicyLimit.versionMax)))
    previous = try Self.previous(&map)
    issued = try map.number("issued", upTo: PolicyLimit.timeMax)
    expires = try map.number("expires", upTo: PolicyLimit.timeMax)
    grace = try map.number("grace", upTo: PolicyLimit.durationMax)
  }

  private static func previous(_ map: inout DocumentMap) throws(DocumentFault) -> Digest? {
    guard let value = map.optional("previous") else { return nil }
    guard let digest = Digest(try DocumentLeaf(value, map.at("previous")).bytes()) else {
      throw DocumentFault(.outOfRange, at: map.at("previous"))
    }
    return digest
  }

  var pairs: [(String, CBORValue?)] {
    [
      ("version", .unsigned(version)),
      ("previous", previous.map { .byteString($0.bytes) }),
      ("issued", .integer(issued)),
      ("expires", .integer(expires)),
      ("grace", .integer(grace)),
    ]
  }
}

extension KeyQuorum {
  init(_ value: CBORValue, _ place: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    keys = try map.list("keys", upTo: PolicyLimit.quorumKeysMax) {
      value, place throws(DocumentFault) in
      try DocumentLeaf(value, place).verificationKey()
    }
    threshold = Int(try map.number("threshold", upTo: Int64(PolicyLimit.quorumKeysMax)))
    try map.finish()
  }

  var value: CBORValue {
    .document([
      ("keys", .list(keys, CBORValue.key)), ("threshold", .integer(Int64(threshold))),
    ])
  }
}

extension Revocations {
  init(_ value: CBORValue, _ place: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    let signing = try map.list("signing-keys", upTo: PolicyLimit.revocationsMax) {
      value, place throws(DocumentFault) in try DocumentLeaf(value, place).keyID()
    }
    let curve = try map.list("curve-keys", upTo: PolicyLimit.revocationsMax) {
      value, place throws(DocumentFault) in try DocumentLeaf(value, place).curveKey()
    }
    try map.finish()
    guard isAscending(signing), isAscending(curve) else {
      throw DocumentFault(.notCanonical, at: place)
    }
    signingKeys = Set(signing)
    curveKeys = Set(curve)
  }

  var value: CBORValue {
    .document([
      ("signing-keys", .list(signingKeys.sorted()) { .byteString($0.bytes) }),
      ("curve-keys", .list(curveKeys.sorted()) { .byteString($0.bytes) }),
    ])
  }
}

/// Whether each is greater than the one before, so that none repeats.
func isAscending<Value: Comparable>(_ values: [Value]) -> Bool {
  zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
}
