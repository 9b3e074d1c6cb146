import Cryptography
import Labels
import SignedMessage

/// A producer with a key of its own, and what its tests need around it.
struct Producer {
  let key: SigningKey
  let signer: MessageSigner
  static let issuedAt: Int64 = 1_760_000_000_000

  init(epoch: UInt64 = 7) throws {
    key = try SigningKey.generate()
    signer = MessageSigner(key: key, site: "st-anne", compartment: "icu", epoch: epoch)
  }

  static let label = Label(
    policy: "hospital", classification: .restricted,
    restrictive: [Category("compartment", "icu"), Category("sensitivity", "psy")])

  static func draft(
    flow: String = "vitals", label: Label = label, subject: String = "ward-3/bed-12",
    payload: [UInt8] = Array("payload".utf8)
  ) -> MessageDraft {
    MessageDraft(flow: flow, label: label, subject: subject, payload: payload)
  }

  func sign(_ drafts: [MessageDraft]) throws -> [[UInt8]] {
    try signer.sign(drafts, issuedAt: Self.issuedAt)
  }

  func sign(count: Int) throws -> [[UInt8]] {
    try sign((0..<count).map { Self.draft(payload: Array("payload \($0)".utf8)) })
  }

  /// A verifier that knows this producer's key only.
  var verifier: MessageVerifier {
    let known = key.publicKey
    return MessageVerifier { $0 == known.keyID ? known : nil }
  }
}

/// The code that decoding and verifying a message ends with; nil if it verifies.
func code(of message: [UInt8], _ verifier: MessageVerifier) -> MessageError.Code? {
  do throws(MessageError) {
    _ = try verifier.verify(UnverifiedMessage(message))
    return nil
  } catch {
    return error.code
  }
}
