import CBOR
import Cryptography
import Foundation
import Labels
import SignedMessage

/// Makes the vectors. ECDSA is randomized, so they are made once and committed.
struct VectorMaker {
  typealias Code = MessageError.Code

  let key: SigningKey
  private(set) var vectors: [VectorFile.Vector] = []

  init() throws { key = try Self.publishedKey() }

  /// The key of RFC 6979 A.2.5: printed in an RFC, so good for vectors and for nothing else.
  static func publishedKey() throws -> SigningKey {
    let number = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"
    let point =
      "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
      + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"
    let der =
      "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420" + number
      + "a144034200" + point
    let base64 = Data(Hexadecimal.decode(der) ?? []).base64EncodedString()
    let pem = "-----BEGIN PRIVATE KEY-----\n\(base64)\n-----END PRIVATE KEY-----\n"
    return try SigningKey(pem: Array(pem.utf8))
  }

  static func make() throws -> VectorFile {
    var maker = try VectorMaker()
    try maker.addValid()
    try maker.addMoved()
    try maker.addHeaders()
    try maker.addContexts()
    try maker.addProofs()
    try maker.addEncodings()
    let id = maker.key.publicKey.keyID.description
    return VectorFile(
      keys: [id: Hexadecimal.encode(maker.key.publicKey.spki)], vectors: maker.vectors)
  }

  // MARK: - Adding

  private mutating func add(_ name: String, valid bytes: [UInt8]) throws {
    let message = try UnverifiedMessage(bytes)
    let content = VectorFile.Content(
      site: message.site, compartment: message.compartment, flow: message.flow,
      subject: message.subject, epoch: message.epoch, sequence: message.sequence,
      issuedAt: message.issuedAt, label: Hexadecimal.encode(message.encodedLabel),
      payload: Hexadecimal.encode(message.frame[message.payload]))
    vectors.append(
      VectorFile.Vector(
        name: name, message: Hexadecimal.encode(bytes), expect: "valid", content: content))
  }

  private mutating func add(_ name: String, _ code: Code, _ bytes: [UInt8]) {
    vectors.append(
      VectorFile.Vector(
        name: name, message: Hexadecimal.encode(bytes), expect: "\(code.rawValue)", content: nil))
  }

  /// A good message changed and then signed again, so that only the change is wrong.
  private mutating func add(
    _ name: String, _ code: Code, signed change: (inout RawMessage) -> Void
  ) throws {
    var raw = try RawMessage(key)
    change(&raw)
    try raw.sign(key)
    add(name, code, raw.bytes)
  }

  /// A good message changed by somebody who has no key.
  private mutating func add(
    _ name: String, _ code: Code, unsigned change: (inout RawMessage) -> Void
  ) throws {
    var raw = try RawMessage(key)
    change(&raw)
    add(name, code, raw.bytes)
  }

  private mutating func add(
    _ name: String, _ code: Code, context change: (inout RawContext) -> Void
  ) throws {
    var context = RawContext()
    change(&context)
    try add(name, code, signed: { $0[RawMessage.contextKey] = context.encoded })
  }

  // MARK: - Groups

  private mutating func addValid() throws {
    let signer = MessageSigner(key: key, site: "st-anne", compartment: "icu", epoch: 7)
    let sign = { try signer.sign($0, issuedAt: Producer.issuedAt) }
    try add("a message alone", valid: sign([Producer.draft()])[0])
    try add("an empty payload", valid: sign([Producer.draft(payload: [])])[0])
    let drafts = [Producer.draft(), Producer.draft(flow: "alerts", payload: [0x80])]
    let pair = try sign(drafts)
    try add("the first of a batch of two", valid: pair[0])
    try add("the second of a batch of two, of another flow", valid: pair[1])
    let seven = try sign([MessageDraft](repeating: Producer.draft(), count: 7))
    try add("the first of a batch of seven", valid: seven[0])
    try add("the last of a batch of seven, which has a shorter path", valid: seven[6])
    let largest = try sign([MessageDraft](repeating: Producer.draft(), count: 1024))
    try add("one of the largest batch", valid: largest[700])
    let nobody = Label(
      policy: "hospital", classification: .veryRestricted,
      restrictive: [Category("compartment", "icu")],
      permissive: {
        var set = CategorySet(); set["release"] = []; return set
      }())
    try add("a label releasable to nobody", valid: sign([Producer.draft(label: nobody)])[0])
    let longest = Producer.draft(
      flow: String(repeating: "f", count: 32), subject: String(repeating: "s", count: 128))
    try add("the longest flow and subject", valid: sign([longest])[0])
    let last = MessageSigner(
      key: key, site: "st-anne", compartment: "icu", epoch: MessageLimit.numberMax)
    let time = Int64(MessageLimit.numberMax)
    try add("the largest numbers", valid: last.sign([Producer.draft()], issuedAt: time)[0])
  }

  private mutating func addMoved() throws {
    let lowered = Label(
      policy: "hospital", classification: .low, restrictive: Producer.label.restrictive)
    let cleared = Label(policy: "hospital", classification: .restricted)
    try add("the label stripped", .headerParameter, unsigned: { $0.remove(RawMessage.labelKey) })
    try add(
      "the classification lowered", .signature,
      unsigned: { $0[RawMessage.labelKey] = lowered.encoded })
    try add(
      "the categories stripped", .signature,
      unsigned: { $0[RawMessage.labelKey] = cleared.encoded })
    try add(
      "label and signature on another payload", .signature,
      unsigned: { $0.payload = Array("another".utf8) })
    let moves: [(String, (inout RawContext) -> Void)] = [
      ("moved to another site", { $0.site = "st-luc" }),
      ("moved to another compartment", { $0.compartment = "lab" }),
      ("moved to another flow", { $0.flow = "alerts" }),
      ("moved to another subject", { $0.subject = "ward-3/bed-13" }),
      ("moved to another epoch", { $0.epoch = 8 }),
      ("moved to another sequence", { $0.sequence = 2 }),
      ("moved in time", { $0.issuedAt += 1 }),
    ]
    for (name, move) in moves {
      var context = RawContext()
      move(&context)
      try add(name, .signature, unsigned: { $0[RawMessage.contextKey] = context.encoded })
    }
    let stranger = try SigningKey.generate()
    add("signed by a key that is not known", .unknownKey, try RawMessage(stranger).bytes)
    var forged = try RawMessage(key)
    try forged.sign(stranger)
    add("signed by another key than it names", .signature, forged.bytes)
    try add(
      "a signature of zeros", .signature,
      unsigned: { $0.signature = [UInt8](repeating: 0, count: 64) })
    try add(
      "a signature with r = 0", .signature,
      unsigned: { $0.signature.replaceSubrange(..<32, with: [UInt8](repeating: 0, count: 32)) })
    try add(
      "a signature with s beyond the order", .signature,
      unsigned: { $0.signature.replaceSubrange(32..., with: [UInt8](repeating: 0xff, count: 32)) })
  }

  private mutating func addHeaders() throws {
    let (label, context) = (RawMessage.labelKey, RawMessage.contextKey)
    try add("the algorithm EdDSA", .algorithm, signed: { $0[1] = cbor { $0.integer(-8) } })
    try add("the algorithm 0", .algorithm, signed: { $0[1] = cbor { $0.integer(0) } })
    try add("no algorithm", .algorithm, signed: { $0.remove(1) })
    try add("an algorithm by name", .malformed, signed: { $0[1] = cbor { $0.text("ES256") } })
    try add("no list of critical parameters", .critical, signed: { $0.remove(2) })
    let lists: [(String, [Int64])] = [
      ("an empty list of critical parameters", []), ("label alone is critical", [label]),
      ("context alone is critical", [context]), ("an unknown critical parameter", [label, -70003]),
      ("one critical parameter more", [label, context, -70003]),
      ("critical parameters in another order", [context, label]),
    ]
    for (name, list) in lists {
      try add(name, .critical, signed: { $0[2] = RawMessage.list(list) })
    }
    try add("no content type", .contentType, signed: { $0.remove(3) })
    try add(
      "another content type", .contentType, signed: { $0[3] = cbor { $0.text("text/plain") } })
    try add("a content type by number", .contentType, signed: { $0[3] = cbor { $0.unsigned(60) } })
    try add("no key id", .headerParameter, signed: { $0.remove(4) })
    try add(
      "a key id of 15 bytes", .malformed,
      signed: { $0[4] = cbor { $0.bytes([UInt8](repeating: 1, count: 15)) } })
    try add("no label", .headerParameter, signed: { $0.remove(label) })
    try add("no context", .headerParameter, signed: { $0.remove(context) })
    try add(
      "a parameter more", .headerParameter, signed: { $0.parameters.append((-70003, [0x00])) })
    try add(
      "a parameter between the others", .headerParameter,
      signed: { $0.parameters.insert((5, [0x00]), at: 4) })
    try add("a parameter twice", .malformed, signed: { $0.parameters.append($0.parameters[5]) })
    try add("the algorithm twice", .malformed, signed: { $0.parameters.insert((1, [0x27]), at: 1) })
    try add(
      "the critical parameters before the algorithm", .algorithm,
      signed: { $0.parameters.swapAt(0, 1) })
    try add(
      "the context before the label", .headerParameter, signed: { $0.parameters.swapAt(4, 5) })
    try add("a protected header without parameters", .algorithm, signed: { $0.parameters = [] })
    try add("a label that is a number", .label, signed: { $0[label] = [0x05] })
    try add(
      "a classification beyond the scale", .label,
      signed: { $0[label] = $0[label].replacing([0x04], with: [0x06], maxReplacements: 1) })
    try add("a label not in its one encoding", .label, signed: { $0[label] = Self.unsortedLabel })
    try add(
      "a key id in the unprotected header", .unprotected,
      signed: { $0.unprotected = [0xa1, 0x04, 0x41, 0x00] })
    try add(
      "the algorithm in the unprotected header too", .unprotected,
      signed: { $0.unprotected = [0xa1, 0x01, 0x26] })
  }

  /// Two values of a tag set that stand in the wrong order.
  private static let unsortedLabel = cbor { writer in
    writer.array(5)
    writer.text("hospital")
    writer.unsigned(4)
    writer.map(1)
    writer.text("compartment")
    writer.array(2)
    writer.text("lab")
    writer.text("icu")
    writer.map(0)
    writer.map(0)
  }

  private mutating func addContexts() throws {
    for name in ["", "ICU", "-icu", "icu-", "icu/lab", "*", "$sys", "icu\u{0}", "\u{456}cu"] {
      let shown = name.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
      try add("a flow of the characters [\(shown)]", .name, context: { $0.flow = name })
    }
    try add("a site in upper case", .name, context: { $0.site = "St-Anne" })
    try add("an empty compartment", .name, context: { $0.compartment = "" })
    let long = String(repeating: "a", count: 33)
    try add("a compartment of 33 bytes", .name, context: { $0.compartment = long })
    let subjects = [
      "", "*", "ward-3/*", "ward-3/#", "ward-3/>", "$SYS", "ward-3//bed", "/ward-3", "ward-3/",
      "..",
      "ward-3/..", "ward-3/./bed", "ward 3", "ward-3\u{0}", "ward-3\u{a}", "bed-\u{e9}",
      String(repeating: "s", count: 129),
    ]
    for subject in subjects {
      let shown = subject.count > 20 ? "129 characters" : subject.debugDescription
      try add("the subject \(shown)", .subject, context: { $0.subject = subject })
    }
    try add("an epoch of 2^53", .number, context: { $0.epoch = 1 << 53 })
    try add("a sequence of 2^64 - 1", .number, context: { $0.sequence = .max })
    try add("a time of 2^53", .number, context: { $0.issuedAt = 1 << 53 })
    try add("a time before 1970", .malformed, context: { $0.issuedAt = -1 })
    try add(
      "a context of six", .malformed,
      signed: {
        $0[RawMessage.contextKey] = [0x86] + $0[RawMessage.contextKey].dropFirst().dropLast(9)
      })
  }

  /// A good message in a batch of five, and its proof.
  private func batched(_ index: Int = 2) throws -> (message: RawMessage, path: [[UInt8]]) {
    let others = (1...4).map { MerkleTree.leafHash([UInt8($0)]) }
    var raw = try RawMessage(key)
    try raw.join(others, at: index, key)
    var leaves = others
    leaves.insert(MerkleTree.leafHash(raw.signed), at: index)
    return (raw, MerkleTree.inclusionPath(index, leaves).map(\.bytes))
  }

  private mutating func add(
    _ name: String, _ code: Code, proof change: (inout RawProof) -> Void
  ) throws {
    let good = try batched()
    var raw = good.message
    var proof = RawProof(size: 5, index: 2, path: good.path)
    change(&proof)
    raw.unprotected = proof.encoded
    add(name, code, raw.bytes)
  }

  private mutating func addProofs() throws {
    try add("a message of a batch put together by hand", valid: batched().message.bytes)
    try add("the proof of another index", .signature, proof: { $0.index = 1 })
    try add("an index equal to the size", .proof, proof: { $0.index = 5 })
    try add("an index far beyond the size", .proof, proof: { $0.index = 1 << 52 })
    let good = try batched()
    var sized = good.message
    sized.unprotected = RawProof(size: 6, index: 2, path: good.path).encoded
    // A root does not bind the size of its tree; nothing but the length of the path depends on it.
    try add("another size that asks for the same path", valid: sized.bytes)
    try add("another size that asks for a shorter path", .proof, proof: { $0.size = 4 })
    try add("a size of one", .proof, proof: { $0 = RawProof(size: 1, index: 0, path: $0.path) })
    try add("a size of zero", .proof, proof: { $0 = RawProof(size: 0, index: 0, path: $0.path) })
    try add("a size of 1025", .proof, proof: { $0.size = 1025 })
    try add("the path truncated", .proof, proof: { $0.path.removeLast() })
    try add("the path empty", .proof, proof: { $0.path = [] })
    try add("the path longer", .proof, proof: { $0.path.append($0.path[0]) })
    try add(
      "a path of eleven", .proof,
      proof: { $0.path = [[UInt8]](repeating: $0.path[0], count: 11) })
    try add("the path in another order", .signature, proof: { $0.path.swapAt(0, 1) })
    try add("a sibling of 31 bytes", .malformed, proof: { $0.path[1].removeLast() })
    try addProofWrappings()
    try addConfusions()
  }

  private mutating func addProofWrappings() throws {
    let (raw, path) = try batched()
    let proof = RawProof(size: 5, index: 2, path: path)
    let content = proof.content
    var changed = raw
    let wrappings: [(String, Code, [UInt8])] = [
      ("a consistency proof", .unprotected, RawProof.wrapped([content], inner: -2)),
      ("a proof under another parameter", .unprotected, RawProof.wrapped([content], outer: 397)),
      ("two inclusion proofs", .malformed, RawProof.wrapped([content, content])),
      ("no inclusion proof in the list", .malformed, RawProof.wrapped([])),
      ("a byte behind the proof", .malformed, RawProof.wrapped([content + [0]])),
      (
        "a parameter beside the proof", .unprotected,
        [0xa2] + proof.encoded.dropFirst() + [0x26, 0x00]
      ),
    ]
    for (name, code, unprotected) in wrappings {
      changed.unprotected = unprotected
      add(name, code, changed.bytes)
    }
  }

  private mutating func addConfusions() throws {
    let (raw, _) = try batched()
    var bare = raw
    bare.unprotected = [0xa0]
    add("a message of a batch without its proof", .signature, bare.bytes)
    var alone = try RawMessage(key)
    alone.unprotected = raw.unprotected
    add("a message alone with the proof of another", .signature, alone.bytes)
    var other = raw
    other.payload = Array("another".utf8)
    add("the proof of a message on another payload", .signature, other.bytes)
    // Its leaf is right, but what is signed is the root as the payload of a message and not of a
    // batch.
    var confused = raw
    let root = MerkleTree.root(
      of: (1...2).map { MerkleTree.leafHash([UInt8($0)]) } + [MerkleTree.leafHash(raw.signed)]
        + (3...4).map { MerkleTree.leafHash([UInt8($0)]) })
    confused.signature = try key.sign(
      COSE.sigStructure(protected: raw.protected, payload: root.bytes))
    add("a root signed under a message's header", .signature, confused.bytes)
    let batch = cbor { writer in
      writer.array(4)
      writer.bytes(RawBatch.header)
      writer.map(0)
      writer.bytes(root.bytes)
      writer.bytes(raw.signature)
    }
    add("the signed root of a batch presented as a message", .critical, batch)
  }

  private mutating func addEncodings() throws {
    let raw = try RawMessage(key)
    let bytes = raw.bytes
    add("nothing", .malformed, [])
    add("a byte behind the message", .malformed, bytes + [0])
    add("the last byte missing", .malformed, Array(bytes.dropLast()))
    add("a tag before it", .malformed, [0xd2] + bytes)
    add("an array of five", .malformed, [0x85] + bytes.dropFirst() + [0x00])
    add("an array of three", .malformed, [0x83] + bytes.dropFirst().dropLast(66))
    add("an array of indefinite length", .malformed, [0x9f] + bytes.dropFirst() + [0xff])
    add("an array's head longer than it need be", .malformed, [0x98, 0x04] + bytes.dropFirst())
    add("an array that claims 2^60 items", .malformed, [0x9b, 0x10, 0, 0, 0, 0, 0, 0, 0])
    let tail = Array(bytes.suffix(64 + 2 + 8))
    let front = Array(bytes.dropLast(64 + 2 + 8))
    precondition(tail.first == 0x47, "the payload of seven bytes stands before the signature")
    add("no payload", .malformed, front + [0xf6] + tail.dropFirst(8))
    add(
      "a payload's head longer than it need be", .malformed,
      front + [0x58, 0x07] + tail.dropFirst())
    let chunked = front + [0x5f] + tail.prefix(8) + [0xff] + tail.dropFirst(8)
    add("a payload in chunks", .malformed, chunked)
    add("a payload that is text", .malformed, front + [0x67] + tail.dropFirst())
    add("a payload that claims 2^62 bytes", .malformed, front + [0x5b, 0x40, 0, 0, 0, 0, 0, 0, 0])
    add(
      "a signature of 63 bytes", .malformed, front + tail.prefix(8) + [0x58, 63] + tail.suffix(63))
    var der = raw
    der.signature =
      [0x30, 0x44, 0x02, 0x20] + raw.signature.prefix(32) + [0x02, 0x20]
      + raw.signature.suffix(32)
    add("a signature in DER", .malformed, der.bytes)
    add("an array of two", .malformed, [0x82, 0x40, 0x40])
    add("a protected header of no bytes", .malformed, [0x84, 0x40] + bytes.dropFirst(4))
    var deep = raw
    deep[RawMessage.labelKey] = [UInt8](repeating: 0x81, count: 200) + [0x00]
    try deep.sign(key)
    add("a label nested 200 deep", .malformed, deep.bytes)
    var wide = raw
    wide[RawMessage.labelKey] = cbor { $0.bytes([UInt8](repeating: 0, count: 4096)) }
    try wide.sign(key)
    add("a header over 4096 bytes", .tooLarge, wide.bytes)
  }
}
