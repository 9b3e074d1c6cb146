import CBOR
import Policy

/// Whether a normalized message is about one patient, read from its bytes.
///
/// A walk over the few items up to the kind, and no decoder of the whole format: the cell's process
/// keeps as little code as it can, and what stands behind the kind does not change whom a message
/// is about. Total: bytes that are not well-formed up to there are about nobody. A test holds it to
/// the decoder of the format itself. The rules are those of `Routing/BreakGlass/README.md`.
enum PatientMatch {
  /// - Parameter range: where the payload stands in `bytes`.
  static func isAbout(
    _ patient: PatientIdentifier, _ bytes: [UInt8], in range: Range<Int>
  ) -> Bool {
    var walk = PatientWalk(patient, bytes, in: range)
    do throws(CBORError) {
      return try walk.message()
    } catch {
      return false
    }
  }
}

/// The keys are those of `normalized.cddl`: 0 version, 2 patient, 4 kind; patient 1 identifier;
/// identifier 1 value, 3 system, 4 assigner, 6 use; authority 1 namespace, 2 universal id, 3 type.
private struct PatientWalk {
  private static let version: UInt64 = 1
  private static let quarantine: UInt64 = 8
  private static let oldUse: UInt64 = 4

  private let system: [UInt8]
  private let value: [UInt8]
  private var reader: CBORReader

  init(_ patient: PatientIdentifier, _ bytes: [UInt8], in range: Range<Int>) {
    system = Array(patient.system.utf8)
    value = Array(patient.value.utf8)
    reader = CBORReader(bytes, in: range)
  }

  mutating func message() throws(CBORError) -> Bool {
    var isAbout = false
    var hasVersion = false
    var keys = AscendingKeys(count: try reader.map())
    while let key = try keys.next(&reader) {
      switch key {
      case 0: hasVersion = try reader.unsigned() == Self.version
      case 2: isAbout = try hasIdentifier()
      // Raw bytes that were not understood may speak of anybody.
      case 4: return try reader.unsigned() != Self.quarantine && hasVersion && isAbout
      default: try reader.skip(tags: true)
      }
    }
    return false
  }

  /// Whether one of a patient's identifiers is the one.
  private mutating func hasIdentifier() throws(CBORError) -> Bool {
    var isFound = false
    var keys = AscendingKeys(count: try reader.map())
    while let key = try keys.next(&reader) {
      guard key == 1 else {
        try reader.skip(tags: true)
        continue
      }
      for _ in 0..<(try reader.array()) {
        if try isSame() { isFound = true }
      }
    }
    return isFound
  }

  private mutating func isSame() throws(CBORError) -> Bool {
    var found: Range<Int>?
    var space: [UInt8]?
    var assigner: [UInt8]?
    var isOld = false
    var keys = AscendingKeys(count: try reader.map())
    while let key = try keys.next(&reader) {
      switch key {
      case 1: found = try reader.textRange()
      case 3: space = Array(reader.input[try reader.textRange()])
      case 4: assigner = try authority()
      case 6: isOld = try reader.unsigned() == Self.oldUse
      default: try reader.skip(tags: true)
      }
    }
    guard let found, !isOld, let name = space ?? assigner else { return false }
    return reader.input[found].elementsEqual(value) && name == system
  }

  /// What an identifier without a system is an identifier of.
  private mutating func authority() throws(CBORError) -> [UInt8]? {
    var parts: [UInt64: [UInt8]] = [:]
    var keys = AscendingKeys(count: try reader.map())
    while let key = try keys.next(&reader) {
      guard (1...3).contains(key) else {
        try reader.skip(tags: true)
        continue
      }
      parts[key] = Array(reader.input[try reader.textRange()])
    }
    guard let universal = parts[2] else { return parts[1] }
    return parts[3] == Array("ISO".utf8) ? Array("urn:oid:".utf8) + universal : universal
  }
}

/// The unsigned keys of a map in the order that the format gives them; another order, and a key
/// that comes twice, is refused. Those that are not unsigned stand behind them and end the walk of
/// the map, having been skipped.
private struct AscendingKeys {
  private var left: Int
  private var previous: UInt64?

  init(count: Int) { left = count }

  mutating func next(_ reader: inout CBORReader) throws(CBORError) -> UInt64? {
    while left > 0 {
      left -= 1
      guard try reader.peek() == .unsigned else {
        try reader.skip()
        try reader.skip(tags: true)
        previous = .max
        continue
      }
      let start = reader.offset
      let key = try reader.unsigned()
      if let previous, previous >= key { throw CBORError(.keyOrder, at: start) }
      previous = key
      return key
    }
    return nil
  }
}
