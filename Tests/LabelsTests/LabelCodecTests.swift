import CBOR
import Labels
import Testing

@Suite struct LabelCodecTests {
  static let full = Label(
    policy: "hospital", classification: .restricted,
    restrictive: [Category("sensitivity", "psy"), Category("compartment", "icu")],
    permissive: [Category("rel", "lab"), Category("rel", "cardiology")],
    informative: [Category("note", "staff")])

  @Test func `a label has one encoding, which decodes to it`() throws {
    #expect(try Label(encoded: Self.full.encoded) == Self.full)
  }

  @Test func `the encoding is deterministic CBOR`() throws {
    let bytes = Self.full.encoded
    #expect(try CBORValue(decoding: bytes).encoded() == bytes)
  }

  @Test func `the encoding is that of the specification`() {
    let label = Label(
      policy: "p", classification: .normal, restrictive: [Category("compartment", "icu")],
      permissive: [Category("rel", "x")])
    let expected: [UInt8] =
      [0x85, 0x61, 0x70, 0x03, 0xa1, 0x6b] + Array("compartment".utf8)
      + [0x81, 0x63] + Array("icu".utf8) + [0xa1, 0x63] + Array("rel".utf8) + [0x81, 0x61]
      + Array("x".utf8) + [0xa0]
    #expect(label.encoded == expected)
  }

  @Test func `every cut of a label is refused`() {
    let bytes = Self.full.encoded
    for count in bytes.indices {
      #expect(throws: LabelCodecError.self) { try Label(encoded: Array(bytes[..<count])) }
    }
  }

  @Test func `every changed byte gives another label or a refusal`() {
    let bytes = Self.full.encoded
    for place in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << UInt8(bit)
        let label = try? Label(encoded: changed)
        #expect(label.map { $0 != Self.full && $0.encoded == changed } ?? true)
      }
    }
  }

  @Test func `bytes after a label are refused with their offset`() {
    let bytes = Self.full.encoded
    #expect(throws: LabelCodecError(.malformed, at: bytes.count)) {
      try Label(encoded: bytes + [0])
    }
  }

  private func label(restrictive: CBORValue) throws -> [UInt8] {
    let empty = CBORValue.map([])
    return try CBORValue.array([.text("p"), .unsigned(3), restrictive, empty, empty]).encoded()
  }

  private func list(_ values: String...) -> CBORValue { .array(values.map { .text($0) }) }

  @Test func `values out of order or twice are refused`() throws {
    for values in [list("lab", "icu"), list("icu", "icu"), list("icu", "a")] {
      let bytes = try label(restrictive: .map([.init(.text("compartment"), values)]))
      #expect(throws: LabelCodecError.self) { try Label(encoded: bytes) }
    }
  }

  @Test func `a restrictive tag set without values is refused`() throws {
    let bytes = try label(restrictive: .map([.init(.text("compartment"), list())]))
    #expect(throws: LabelCodecError.self) { try Label(encoded: bytes) }
  }

  @Test func `tag sets out of order or twice are refused`() {
    let one: [UInt8] = [0x61, 0x62, 0x81, 0x61, 0x78]
    let two: [UInt8] = [0x61, 0x61, 0x81, 0x61, 0x78]
    for pairs in [one + two, one + one] {
      let bytes: [UInt8] = [0x85, 0x61, 0x70, 0x03, 0xa2] + pairs + [0xa0, 0xa0]
      #expect(throws: LabelCodecError(.malformed, at: 10)) { try Label(encoded: bytes) }
    }
  }

  @Test func `a classification beyond V is refused`() {
    let bytes: [UInt8] = [0x85, 0x61, 0x70, 0x06, 0xa0, 0xa0, 0xa0]
    #expect(throws: LabelCodecError(.malformed, at: 3)) { try Label(encoded: bytes) }
  }

  @Test func `lengths that are not shortest are refused`() {
    let bytes: [UInt8] = [0x85, 0x61, 0x70, 0x18, 0x03, 0xa0, 0xa0, 0xa0]
    #expect(throws: LabelCodecError(.malformed, at: 3)) { try Label(encoded: bytes) }
  }

  @Test func `what is no label compiles to a refusal`() throws {
    let compiled = try Hospital.scheme().compile(encoded: [0xff, 0x00])
    #expect(compiled.refusal == .malformed)
    #expect(try Hospital.scheme().compile(Hospital.all()).refusal(of: compiled) == .malformed)
    #expect(!compiled.isAtMost(compiled))
  }

  @Test func `a clearance has one encoding, which decodes to it`() throws {
    let clearance = try Hospital.all()
    #expect(try Clearance(encoded: clearance.encoded) == clearance)
  }

  @Test func `classifications of a clearance ascend`() {
    let bytes: [UInt8] = [0x83, 0x61, 0x70, 0x82, 0x03, 0x03, 0xa0]
    #expect(throws: LabelCodecError(.malformed, at: 5)) { try Clearance(encoded: bytes) }
  }

  @Test(arguments: [
    "U", "N//compartment=icu", "N//compartment=icu//rel=cardiology,lab",
    "R//compartment=icu,lab//sensitivity=psy//rel=(nobody)//note=staff",
  ])
  func `a label reads back from its text`(_ text: String) throws {
    let label = try Hospital.label(text)
    #expect(try Hospital.label(label.description) == label)
  }

  @Test func `texts of labels and clearances are as people write them`() throws {
    let label = try Hospital.label("N//rel=lab,cardiology//compartment=icu")
    #expect(label.description == "N//compartment=icu//rel=lab,cardiology")
    let clearance = try Hospital.clearance("R,U,N//compartment=icu")
    #expect(clearance.description == "U,N,R//compartment=icu")
    #expect(try Hospital.clearance(clearance.description) == clearance)
  }

  @Test func `a clearance of no classification has a text`() throws {
    let clearance = try Hospital.clearance("(none)//compartment=icu")
    #expect(clearance.classifications == .none)
    #expect(clearance.description == "(none)//compartment=icu")
  }

  @Test(arguments: [
    "", "n", "X", "N//", "N//compartment", "N//compartment=", "N//compartment=icu,", "N//=icu",
    "N//compartment=icu//", "N/compartment=icu", "N//compartment=ICU", "N//compartment= icu",
    "N//compartment=icu//compartment=lab", "N//compartment=icu,icu", "N//compartment=(nobody)",
    "N//compartment=\u{456}cu", "N//mood=good", "N", "N//compartment=icu///rel=lab",
  ])
  func `a text that is no valid label is refused`(_ text: String) {
    #expect(throws: LabelCodecError.self) { try Hospital.label(text) }
  }

  @Test(arguments: [
    "", "U,", "U,U", "U-N", "none", "(none),U", "U//rel=(nobody)", "U//compartment=vip",
  ])
  func `a text that is no clearance is refused`(_ text: String) {
    #expect(throws: LabelCodecError.self) { try Hospital.clearance(text) }
  }
}
