import Ledger

/// Who caused something that is counted: the operator reads the name, the ledger commits to it.
enum Culprit: Hashable {
  /// A principal in full, or the several that a key may stand for.
  case principal(String)
  /// The cell of another compartment, or of our own.
  case compartment(String)
  case flow(String)
  /// Nobody who is known.
  case strangers

  /// The name as the log shows it.
  var name: String {
    switch self {
    case .principal(let name), .compartment(let name), .flow(let name): name
    case .strangers: "strangers"
    }
  }

  /// The draft with the name in its field.
  func named(in draft: LeafDraft) -> LeafDraft {
    switch self {
    case .principal(let name): draft.naming(.principal, name)
    case .compartment(let name): draft.naming(.compartment, name)
    case .flow(let name): draft.naming(.flow, name)
    case .strangers: draft
    }
  }
}
