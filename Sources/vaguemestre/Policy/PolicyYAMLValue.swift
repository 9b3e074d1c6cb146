import Cryptography
import Foundation
import Labels
import Policy
import Site
import Yams
import ZeroMQ

/// A part of a policy's source; the field that asks says what it must be.
struct PolicyYAMLValue {
  let node: Node
  /// As `principals[3].publish`.
  let path: String

  init(_ node: Node, _ path: String) {
    self.node = node
    self.path = path
  }

  var place: SourcePlace { node.mark.map(SourcePlace.init) ?? SourcePlace() }

  /// Whether it is a leaf and not a map or a list.
  var isLeaf: Bool { node.scalar != nil }

  func text() throws(PolicySourceFault) -> String {
    guard let scalar = node.scalar else { throw wrongShape("a single value") }
    guard !scalar.string.isEmpty else { throw wrongShape("a value; there is none") }
    return scalar.string
  }

  /// The entries of a list, each read by `read`.
  func list<Entry>(
    _ read: (PolicyYAMLValue) throws(PolicySourceFault) -> Entry
  ) throws(PolicySourceFault) -> [Entry] {
    guard let items = node.sequence else { throw wrongShape("a list") }
    var entries: [Entry] = []
    for (index, item) in items.enumerated() {
      entries.append(try read(PolicyYAMLValue(item, "\(path)[\(index)]")))
    }
    return entries
  }

  func wrongShape(_ wanted: String) -> PolicySourceFault {
    PolicySourceFault(.wrongShape, place, "'\(path)' needs \(wanted)")
  }

  func malformed(_ wanted: String) -> PolicySourceFault {
    PolicySourceFault(.malformedValue, place, "'\(path)' needs \(wanted)")
  }
}

extension PolicyYAMLValue {
  func name() throws(PolicySourceFault) -> String {
    let text = try text()
    guard Name.isValid(text) else { throw malformed("a name: 1 to 32 of a-z, 0-9 and -") }
    return text
  }

  func word<Word: RawRepresentable & CaseIterable>(
    _ type: Word.Type = Word.self
  ) throws(PolicySourceFault) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: try text()) else {
      throw malformed("one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return word
  }

  func number() throws(PolicySourceFault) -> Int64 {
    let text = try text()
    guard let number = Int64(text), number >= 0, String(number) == text else {
      throw malformed("a whole number")
    }
    return number
  }

  func flag() throws(PolicySourceFault) -> Bool {
    switch try text() {
    case "true": true
    case "false": false
    default: throw malformed("true or false")
    }
  }

  func time() throws(PolicySourceFault) -> Int64 {
    guard let seconds = UTCTime.seconds(try text()) else {
      throw malformed("a time in UTC, as 2027-01-31T08:00:00Z")
    }
    return seconds
  }

  func duration() throws(PolicySourceFault) -> Int64 {
    guard let seconds = DurationText.seconds(try text()) else {
      throw malformed("a duration: a number and one of s, m, h, d, as 30d")
    }
    return seconds
  }

  func curveKey() throws(PolicySourceFault) -> CurveKey {
    guard let key = try? CurvePublicKey(text: try text()), let curve = CurveKey(key.bytes) else {
      throw malformed("a CURVE public key: 40 characters of Z85, quoted")
    }
    return curve
  }

  func verificationKey() throws(PolicySourceFault) -> VerificationKey {
    let text = try text()
    guard let data = Data(base64Encoded: text), data.base64EncodedString() == text,
      let key = try? VerificationKey(spki: [UInt8](data))
    else { throw malformed("a P-256 public key: base64 of its DER SubjectPublicKeyInfo") }
    return key
  }

  func digest() throws(PolicySourceFault) -> Digest {
    guard let bytes = Hexadecimal.decode(try text()), let digest = Digest(bytes) else {
      throw malformed("a SHA-256 digest: 64 hexadecimal digits")
    }
    return digest
  }

  func keyID() throws(PolicySourceFault) -> KeyID {
    guard let key = KeyID(hexadecimal: try text()) else {
      throw malformed("a key id: 32 hexadecimal digits")
    }
    return key
  }

  func classifications() throws(PolicySourceFault) -> ClassificationSet {
    guard let set = ClassificationSet(try text()) else {
      throw malformed("classifications, as U,L,M,N")
    }
    return set
  }

  func label(_ scheme: LabelScheme) throws(PolicySourceFault) -> Label {
    let text = try text()
    do throws(LabelCodecError) {
      return try scheme.label(text)
    } catch {
      throw malformed("a label, as N//compartment=icu: \(error.refusal.text)")
    }
  }

  func clearance(_ scheme: LabelScheme) throws(PolicySourceFault) -> Clearance {
    let text = try text()
    do throws(LabelCodecError) {
      return try scheme.clearance(text)
    } catch {
      throw malformed("a clearance, as U,L,M,N//compartment=icu: \(error.refusal.text)")
    }
  }

  func flow(in home: String) throws(PolicySourceFault) -> FlowID {
    let text = try text()
    guard let flow = FlowID(text, in: home), flow.text(in: home) == text else {
      throw malformed("a flow: its name, or compartment/name for another compartment's")
    }
    return flow
  }

  func principal(in home: String) throws(PolicySourceFault) -> PrincipalID {
    let text = try text()
    guard let principal = PrincipalID(text, in: home), principal.text(in: home) == text else {
      throw malformed("a principal: its name, or compartment/name for another compartment's")
    }
    return principal
  }
}
