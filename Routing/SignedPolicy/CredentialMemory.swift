import CBOR
import Cryptography
import Policy

/// The newest credential of each name that was ever accepted: an older one, put back, must not give
/// again what a newer one no longer gives.
package struct CredentialMemory: Hashable, Sendable {
  fileprivate struct Entry: Hashable {
    let issued: Int64
    let digest: Digest
    /// Until when any credential of this name that was accepted gives something: from then on there
    /// is nothing to remember.
    let until: Int64
  }

  /// How many names are remembered.
  package static let namesMax = 65_536
  /// How many bytes each takes at most, with its compartment's name.
  static let entryBytesMax = 128

  private var entries: [String: [String: Entry]] = [:]

  package init() {}

  package var isEmpty: Bool { entries.isEmpty }

  private var count: Int { entries.values.reduce(0) { $0 + $1.count } }

  /// Takes a credential as the newest of its name.
  mutating func accept(_ credential: VerifiedCredential) throws(VerificationFault) {
    let (compartment, name) = (
      credential.document.compartment, credential.document.principal.name
    )
    let known = entries[compartment]?[name]
    if let known {
      guard credential.document.issued >= known.issued else { throw .olderVersion }
      guard credential.document.issued > known.issued || credential.digest == known.digest else {
        throw .equivocation
      }
    } else if count >= Self.namesMax {
      throw .document(DocumentFault(.tooMany, at: "principal.name"))
    }
    entries[compartment, default: [:]][name] = Entry(
      issued: credential.document.issued, digest: credential.digest,
      until: max(known?.until ?? 0, credential.document.principal.expires))
  }

  /// What either knows, of each name the later.
  package func union(_ other: CredentialMemory) -> CredentialMemory {
    var memory = self
    for (compartment, names) in other.entries {
      memory.entries[compartment, default: [:]].merge(names) { mine, other in
        let later =
          (mine.issued, mine.digest.description) < (other.issued, other.digest.description)
        let newest = later ? other : mine
        return Entry(
          issued: newest.issued, digest: newest.digest, until: max(mine.until, other.until))
      }
    }
    return memory
  }

  /// Forgets the names of which nothing that was accepted can give anything any more.
  package mutating func prune(at time: Int64) {
    for compartment in entries.keys {
      entries[compartment] = entries[compartment]?.filter { $0.value.until > time }
    }
    entries = entries.filter { !$0.value.isEmpty }
  }
}

// credential-memory = {* compartment => {+ name => [issued: uint, digest: bstr .size 32,
//   until: uint]}}

extension CredentialMemory {
  init?(_ value: CBORValue) {
    guard case .map(let compartments) = value else { return nil }
    for pair in compartments {
      guard case .text(let compartment) = pair.key, case .map(let names) = pair.value,
        !names.isEmpty
      else { return nil }
      for entry in names {
        guard case .text(let name) = entry.key, let entry = Entry(entry.value) else { return nil }
        entries[compartment, default: [:]][name] = entry
      }
    }
    guard count <= Self.namesMax else { return nil }
  }

  var value: CBORValue {
    .map(
      entries.map { compartment, names in
        CBORValue.Pair(
          .text(compartment), .map(names.map { CBORValue.Pair(.text($0.key), $0.value.value) }))
      })
  }
}

extension CredentialMemory.Entry {
  fileprivate init?(_ value: CBORValue) {
    guard case .array(let parts) = value, parts.count == 3, case .unsigned(let issued) = parts[0],
      case .byteString(let bytes) = parts[1], case .unsigned(let until) = parts[2],
      max(issued, until) <= UInt64(PolicyLimit.timeMax), let digest = Digest(bytes)
    else { return nil }
    self.init(issued: Int64(issued), digest: digest, until: Int64(until))
  }

  fileprivate var value: CBORValue {
    .array([.unsigned(UInt64(issued)), .byteString(digest.bytes), .unsigned(UInt64(until))])
  }
}
