import CBOR
import Cryptography
import Labels

/// A message put together by hand, so that every rule can be broken one at a time.
struct RawMessage {
  /// Key and encoded value of each protected parameter, as they will stand.
  var parameters: [(key: Int64, value: [UInt8])]
  /// The encoded unprotected map.
  var unprotected: [UInt8] = [0xa0]
  var payload: [UInt8]
  var signature = [UInt8](repeating: 0, count: 64)

  static let labelKey: Int64 = -70001
  static let contextKey: Int64 = -70002

  /// A message as it should be, signed with `key`.
  init(
    _ key: SigningKey, label: Label = Producer.label, payload: [UInt8] = Array("payload".utf8)
  ) throws {
    self.payload = payload
    parameters = [
      (1, cbor { $0.integer(-7) }),
      (2, Self.list([Self.labelKey, Self.contextKey])),
      (3, cbor { $0.text("application/vnd.vaguemestre.normalized+cbor") }),
      (4, cbor { $0.bytes(key.publicKey.keyID.bytes) }),
      (Self.labelKey, label.encoded),
      (Self.contextKey, RawContext().encoded),
    ]
    try sign(key)
  }

  static func list(_ numbers: [Int64]) -> [UInt8] {
    cbor { writer in
      writer.array(numbers.count)
      for number in numbers { writer.integer(number) }
    }
  }

  /// The content of the protected byte string.
  var protected: [UInt8] {
    cbor { writer in
      writer.map(parameters.count)
      for parameter in parameters {
        writer.integer(parameter.key)
        writer.encoded(parameter.value)
      }
    }
  }

  var bytes: [UInt8] {
    cbor { writer in
      writer.array(4)
      writer.bytes(protected)
      writer.encoded(unprotected)
      writer.bytes(payload)
      writer.bytes(signature)
    }
  }

  /// What a signature covers, or a leaf is the hash of.
  var signed: [UInt8] { COSE.sigStructure(protected: protected, payload: payload) }

  /// Signs it as it is now, so that nothing is wrong with the signature.
  mutating func sign(_ key: SigningKey) throws { signature = try key.sign(signed) }

  subscript(parameter: Int64) -> [UInt8] {
    get { parameters.first { $0.key == parameter }?.value ?? [] }
    set {
      guard let place = parameters.firstIndex(where: { $0.key == parameter }) else { return }
      parameters[place].value = newValue
    }
  }

  mutating func remove(_ parameter: Int64) { parameters.removeAll { $0.key == parameter } }

  /// Puts it into a batch with these other leaves: sets proof and signature.
  mutating func join(_ others: [Digest], at index: Int, _ key: SigningKey) throws {
    var leaves = others
    leaves.insert(MerkleTree.leafHash(signed), at: index)
    let path = MerkleTree.inclusionPath(index, leaves)
    unprotected = RawProof(size: leaves.count, index: index, path: path.map(\.bytes)).encoded
    signature = try RawBatch.sign(MerkleTree.root(of: leaves), key)
  }
}

/// The context of a message put together by hand.
struct RawContext {
  var site = "st-anne"
  var compartment = "icu"
  var flow = "vitals"
  var subject = "ward-3/bed-12"
  var epoch: UInt64 = 7
  var sequence: UInt64 = 1
  var issuedAt = Producer.issuedAt

  var encoded: [UInt8] {
    cbor { writer in
      writer.array(7)
      for text in [site, compartment, flow, subject] { writer.text(text) }
      writer.unsigned(epoch)
      writer.unsigned(sequence)
      writer.integer(issuedAt)
    }
  }
}

/// The unprotected header of a message in a batch, put together by hand.
struct RawProof {
  var size: Int
  var index: Int
  var path: [[UInt8]]

  var encoded: [UInt8] { Self.wrapped([content]) }

  /// The content of the proof's byte string.
  var content: [UInt8] {
    cbor { writer in
      writer.array(3)
      writer.unsigned(UInt64(size))
      writer.unsigned(UInt64(index))
      writer.array(path.count)
      for sibling in path { writer.bytes(sibling) }
    }
  }

  static func wrapped(_ proofs: [[UInt8]], outer: Int64 = 396, inner: Int64 = -1) -> [UInt8] {
    cbor { writer in
      writer.map(1)
      writer.integer(outer)
      writer.map(1)
      writer.integer(inner)
      writer.array(proofs.count)
      for proof in proofs { writer.bytes(proof) }
    }
  }
}

/// What signs a batch.
enum RawBatch {
  /// `{1: -7, 395: 1}`.
  static let header: [UInt8] = [0xa2, 0x01, 0x26, 0x19, 0x01, 0x8b, 0x01]

  static func sign(_ root: Digest, _ key: SigningKey) throws -> [UInt8] {
    try key.sign(COSE.sigStructure(protected: header, payload: root.bytes))
  }
}

/// What `write` writes.
func cbor(_ write: (inout CBORWriter) -> Void) -> [UInt8] {
  var writer = CBORWriter()
  write(&writer)
  return writer.bytes
}
