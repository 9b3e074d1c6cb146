import CBOR
import Cryptography

/// What a cell must remember between runs so that nothing goes back: persist it before activating.
package struct AcceptedState: Hashable, Sendable {
  /// The roots of the charter that rules.
  package var roots: RootPin
  package var charter: AcceptedChain
  /// By compartment.
  package var policies: [String: AcceptedChain]
  package var credentials = CredentialMemory()

  package init(
    roots: RootPin, charter: AcceptedChain, policies: [String: AcceptedChain] = [:]
  ) {
    self.roots = roots
    self.charter = charter
    self.policies = policies
  }

  /// The documents of this state, and of each document what the other knows later; of the same
  /// versions what the other knows of their signatures.
  package func advanced(to other: AcceptedState) -> AcceptedState {
    var state = self
    if charter.isBehind(other.charter) || charter.versions == other.charter.versions {
      (state.roots, state.charter) = (other.roots, other.charter)
    }
    state.policies.merge(other.policies) { $0.isBehind($1) || $0.versions == $1.versions ? $1 : $0 }
    state.credentials = credentials.union(other.credentials)
    return state
  }
}

// accepted-state = {"roots": bstr .size 32, "charter": chain,
//   "policies": {* compartment => chain}, ? "credentials": credential-memory}
// chain = [+ [version: uint, digest: bstr .size 32, ? narrowed: bstr .size 32]]

extension AcceptedState {
  /// Decodes exactly one state; nil for anything else, which must be treated as damage and never as
  /// a first install.
  package init?(encoded bytes: [UInt8]) {
    guard let value = try? CBORValue(decoding: bytes), case .map(let pairs) = value,
      case .byteString(let roots) = value["roots"],
      let roots = Digest(roots), let charter = value["charter"].flatMap(AcceptedChain.init),
      case .map(let entries) = value["policies"]
    else { return nil }
    self.init(roots: RootPin(roots), charter: charter)
    if let found = value["credentials"] {
      guard let memory = CredentialMemory(found), !memory.isEmpty else { return nil }
      credentials = memory
    }
    guard pairs.count == (credentials.isEmpty ? 3 : 4) else { return nil }
    for entry in entries {
      guard case .text(let name) = entry.key, let chain = AcceptedChain(entry.value) else {
        return nil
      }
      policies[name] = chain
    }
  }

  /// The one encoding.
  package var encoded: [UInt8] {
    let entries = policies.map { CBORValue.Pair(.text($0.key), $0.value.value) }
    var pairs = [
      CBORValue.Pair(.text("roots"), .byteString(roots.digest.bytes)),
      CBORValue.Pair(.text("charter"), charter.value),
      CBORValue.Pair(.text("policies"), .map(entries)),
    ]
    if !credentials.isEmpty {
      pairs.append(CBORValue.Pair(.text("credentials"), credentials.value))
    }
    do throws(CBORError) {
      return try CBORValue.map(pairs).encoded()
    } catch {
      preconditionFailure("the keys of a dictionary are unique")
    }
  }
}
