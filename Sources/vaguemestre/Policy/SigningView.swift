import Cryptography
import Policy
import SignedPolicy
import Site

/// What signers see of a document: what it changes, what it rests on, and who has signed it.
struct SigningView {
  let document: PolicyDocumentFile
  let basis: PolicyBasis
  let changes: PolicyChanges
  /// The signatures that were there.
  let present: [(key: KeyID, state: SignatureState)]
  /// The keys that signed now.
  var added: [KeyID] = []

  init(_ document: PolicyDocumentFile, _ basis: PolicyBasis) {
    self.document = document
    self.basis = basis
    changes = PolicyChanges(from: basis.former?.document, to: document.document)
    present = document.signatures(by: basis.keys)
  }

  /// Before anything is signed.
  func lines() throws -> [String] {
    let heading = ["\(document.document.title)", "digest \(try document.digest())"]
    let signatures = present.map { "signed by \($0.key): \(word(for: $0.state))" }
    let demand = basis.demand.map { [$0.line(signed: count)] + $0.reasons } ?? []
    return heading + basis.notes + changes.lines + demand + signatures
  }

  /// After it.
  var closing: [String] {
    let signers = added.map { id in
      "signed by \(id): \(isMember(id) ? "now" : "now, by a key that does not count")"
    }
    return signers + [demandLine].compactMap(\.self)
  }

  /// As `narrowing: 1 of 3 keys needed, 1 signed`; nil where no charter says whose keys.
  var demandLine: String? { basis.demand?.line(signed: count) }

  /// How many different keys that must sign have signed.
  private var count: Int {
    let valid = present.filter { $0.state == .valid }.map(\.key)
    return Set(valid + added).filter(isMember).count
  }

  private func isMember(_ id: KeyID) -> Bool {
    basis.quorum?.keys.contains { $0.keyID == id } ?? false
  }

  private func word(for state: SignatureState) -> String {
    switch state {
    case .valid: "verified"
    case .wrong: "WRONG"
    case .stranger: basis.quorum == nil ? "not verified" : "not verified, and does not count"
    }
  }

  func node(output: String) throws -> SourceNode {
    .map(
      document.document.heading + [
        ("digest", .text(try document.digest().description)),
        ("output", .text(output)),
        ("basis", .list(basis.notes.map { .text($0) })),
        ("gained", .list(changes.gained.map { .text($0) })),
        ("lost", .list(changes.lost.map { .text($0) })),
        (
          "signatures",
          .list(
            present.map {
              .map([("key", .text($0.key.description)), ("state", .text($0.state.rawValue))])
            })
        ),
        ("added", .list(added.map { .text($0.description) })),
        ("counted", .number(Int64(count))),
        ("needed", basis.demand.map { .number(Int64($0.needed)) }),
      ] + effect)
  }

  /// What the document changes of the version that it replaces, in JSON.
  private var effect: [(String, SourceNode?)] {
    let effect = basis.demand?.effect
    return [
      ("effect", effect.map { .text($0.direction.rawValue) }),
      ("widened", effect.map { .list($0.widened.map { .text($0) }) }),
      ("reserved", effect.map { .list($0.reserved.map { .text($0) }) }),
    ]
  }
}
