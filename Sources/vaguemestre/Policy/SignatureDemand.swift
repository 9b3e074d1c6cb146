import Policy

/// How many keys must sign a document, and why.
struct SignatureDemand {
  let quorum: KeyQuorum
  /// What the document changes of the version that it replaces; nil if there is none.
  let effect: PolicyEffect?
  /// Whether the threshold signed the version that it replaces, as far as that was verified.
  let followsQuorum: Bool

  /// The keys that must sign.
  var needed: Int {
    guard let effect, followsQuorum else { return quorum.threshold }
    return effect.signaturesNeeded(of: quorum)
  }

  /// As `narrowing: 1 of 3 keys needed, 1 signed`.
  func line(signed: Int) -> String {
    "\(title): \(needed) of \(quorum.keys.count) keys needed, \(signed) signed"
  }

  /// Why it needs what it needs, a line each, for people.
  var reasons: [String] {
    guard let effect else { return [] }
    let widened = effect.widened.map { "widens at \($0.isEmpty ? "the document" : $0)" }
    guard effect.direction == .narrowing else { return widened }
    let reserved = effect.reserved.map { "takes away what the quorum alone may: \($0)" }
    guard reserved.isEmpty, !followsQuorum else { return reserved }
    return ["the version before it is not known to be the quorum's: it is the quorum's turn"]
  }

  private var title: String { effect?.direction.rawValue ?? "nothing to compare with" }
}
