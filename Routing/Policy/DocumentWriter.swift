import CBOR
import Cryptography
import Labels

/// The key under which every document says what it is, and the words.
enum DocumentFormat {
  static let key = "format"
  static let charter = "vaguemestre-charter-1"
  static let policy = "vaguemestre-policy-1"
  static let credential = "vaguemestre-credential-1"
  static let enrolment = "vaguemestre-enrolment-1"
  static let breakGlass = "vaguemestre-break-glass-1"
  static let integrator = "vaguemestre-integrator-1"
  static let integratorRequest = "vaguemestre-integrator-request-1"
  static let release = "vaguemestre-release-1"
}

extension CBORValue {
  /// A map with text keys; pairs with a nil value are absent.
  static func document(_ pairs: [(String, CBORValue?)]) -> CBORValue {
    .map(pairs.compactMap { key, value in value.map { Pair(.text(key), $0) } })
  }

  static func list<Entry>(_ entries: [Entry], _ write: (Entry) -> CBORValue) -> CBORValue {
    .array(entries.map(write))
  }

  /// An optional list: none is no key.
  static func listUnlessEmpty<Entry>(
    _ entries: [Entry], _ write: (Entry) -> CBORValue
  ) -> CBORValue? {
    entries.isEmpty ? nil : .list(entries, write)
  }

  static func label(_ label: Label) -> CBORValue { .trusted(label.encoded) }

  static func clearance(_ clearance: Clearance) -> CBORValue { .trusted(clearance.encoded) }

  static func key(_ key: VerificationKey) -> CBORValue { .byteString(key.spki) }

  /// The tree of bytes that this process has just encoded. A label with a name that is no text of
  /// the profile would be a defect of the caller; it becomes null, which every decoder refuses.
  private static func trusted(_ bytes: [UInt8]) -> CBORValue {
    (try? CBORValue(decoding: bytes)) ?? .null
  }
}
