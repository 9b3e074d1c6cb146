import CellProtocol
import Cryptography
import SignedMessage

/// Holds what comes of one flow against the subscriber's own trust, message by message.
struct DeliveryCheck {
  private let place: Place
  private let verifier: MessageVerifier
  /// What was found of the claims met last: nil for those that are believed.
  private var memo = PlaceMemo<Int?>()
  /// The newest message of each producer: a cell gives each once, in the producer's order.
  private var newest: [KeyID: (epoch: UInt64, sequence: UInt64)] = [:]

  /// A check of `vitals`, or of `icu/vitals`.
  init(of flow: String, _ trust: ProducerTrust) {
    let parts = flow.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let source = parts.count == 2 ? String(parts[0]) : trust.compartment
    place = Place(trust: trust, source: source, flow: String(parts[parts.count - 1]))
    verifier = MessageVerifier { trust.key($0, source) }
  }

  /// The message in a frame if it is to be believed, or the code for which it is not.
  mutating func verify(
    _ frame: [UInt8], in range: Range<Int>
  ) -> Result<VerifiedMessage, Unbelieved> {
    do throws(MessageError) {
      let message = try UnverifiedMessage(frame, in: range)
      let code = memo.value(frame, message.place, at: 0) { place.refusal(of: message) }
      if let code { return .failure(Unbelieved(code: code)) }
      let verified = try verifier.verify(message)
      guard isNew(message) else {
        return .failure(Unbelieved(code: ProtocolCode.repeated.rawValue))
      }
      return .success(verified)
    } catch {
      return .failure(Unbelieved(code: error.code.rawValue))
    }
  }

  /// Whether it comes behind all that its producer said before: a stolen cell can keep a genuine
  /// message and give it again, under another offset, when it is not true any more.
  private mutating func isNew(_ message: UnverifiedMessage) -> Bool {
    let place = (epoch: message.epoch, sequence: message.sequence)
    if let known = newest[message.keyID], place <= known { return false }
    newest[message.keyID] = place
    return true
  }

  /// Where messages must have been made to be what was subscribed to.
  private struct Place {
    let trust: ProducerTrust
    let source: String
    let flow: String

    func refusal(of message: UnverifiedMessage) -> Int? {
      guard message.site == trust.site, message.compartment == source, message.flow == flow else {
        return ProtocolCode.wrongPlace.rawValue
      }
      return trust.refusal(message)
    }
  }

  /// Why a message is not believed.
  struct Unbelieved: Error {
    let code: Int
  }
}
