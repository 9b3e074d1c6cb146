package import Cryptography

/// Signs a producer's messages: one ECDSA signature for whatever waits, whether one message or a
/// thousand.
///
/// It counts each flow's sequence from 1 on, so a producer has one signer a run, and a new epoch,
/// larger than all before it, a run. Not Sendable: it belongs to the thread that drains.
package final class MessageSigner {
  private let key: SigningKey
  /// The last sequence of each flow.
  private var sequences: [String: UInt64] = [:]
  private var input = SignatureInput()
  private var headers: HeaderWriter

  /// A signer of one run of one producer in one compartment.
  package init(key: SigningKey, site: String, compartment: String, epoch: UInt64) {
    self.key = key
    headers = HeaderWriter(
      keyID: key.publicKey.keyID, site: site, compartment: compartment, epoch: epoch)
  }

  /// The encoded messages of a drain of at most 1,024 drafts, in their order, under one signature.
  ///
  /// Either all are signed or none, and then no sequence is used up; the error's offset is the
  /// index of the draft that can't be signed. `issuedAt` is in milliseconds since the Unix epoch.
  package func sign(
    _ drafts: [MessageDraft], issuedAt: Int64
  ) throws(MessageError) -> [[UInt8]] {
    guard drafts.count <= MessageLimit.treeSizeMax else {
      throw MessageError(.drainTooLarge, at: MessageLimit.treeSizeMax)
    }
    guard !drafts.isEmpty else { return [] }
    let before = sequences
    do throws(MessageError) {
      let ranges = try writeHeaders(drafts, issuedAt: issuedAt)
      guard drafts.count > 1 else { return [try signAlone(drafts[0], header: ranges[0])] }
      return try signBatch(drafts, headers: ranges)
    } catch {
      sequences = before
      throw error
    }
  }

  private func writeHeaders(
    _ drafts: [MessageDraft], issuedAt: Int64
  ) throws(MessageError) -> [Range<Int>] {
    headers.removeAll()
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(drafts.count)
    for (place, draft) in drafts.enumerated() {
      let sequence = sequences[draft.flow, default: 0] + 1
      ranges.append(
        try headers.write(draft, sequence: sequence, issuedAt: issuedAt, place: place))
      sequences[draft.flow] = sequence
    }
    return ranges
  }

  private func signAlone(
    _ draft: MessageDraft, header: Range<Int>
  ) throws(MessageError) -> [UInt8] {
    var message = MessageAssembly(header: headers.bytes[header], payload: draft.payload, place: nil)
    let digest = message.withItems { protected, payload in
      input.digest(protectedItem: protected, payloadItem: payload)
    }
    message.complete(try sign(digest))
    return message.bytes
  }

  private func signBatch(
    _ drafts: [MessageDraft], headers ranges: [Range<Int>]
  ) throws(MessageError) -> [[UInt8]] {
    var leaves: [Digest] = []
    leaves.reserveCapacity(drafts.count)
    var messages: [MessageAssembly] = []
    messages.reserveCapacity(drafts.count)
    for index in drafts.indices {
      let place = MessageAssembly.Place(index: index, size: drafts.count)
      let message = MessageAssembly(
        header: headers.bytes[ranges[index]], payload: drafts[index].payload, place: place)
      leaves.append(
        message.withItems { input.leaf(protectedItem: $0, payloadItem: $1) })
      messages.append(message)
    }
    guard let tree = MerkleTree(leaves: leaves) else { return [] }
    let signature = try sign(input.digest(batchRoot: tree.root))
    for index in messages.indices {
      messages[index].fill(path: tree.inclusionPath(index))
      messages[index].complete(signature)
    }
    return messages.map(\.bytes)
  }

  private func sign(_ digest: Digest) throws(MessageError) -> [UInt8] {
    do throws(CryptographyError) {
      return try key.sign(digest)
    } catch {
      throw MessageError(.signing, at: 0)
    }
  }
}
