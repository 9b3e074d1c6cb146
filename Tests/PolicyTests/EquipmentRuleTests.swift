import Cryptography
import Policy
import Testing

/// What may be said of equipment and asked of it, each rule at its edge.
@Suite struct EquipmentRuleTests {
  typealias Change<Value> = (inout Value) -> Void

  /// What becomes of a policy whose flow asks for this.
  private func fault(asking requirements: [EquipmentRequirement]) throws -> DocumentFault? {
    var ward = try Ward()
    ward.icu.flows[0].equipment = requirements
    return Self.fault { () throws(DocumentFault) in try ward.icu.check() }
  }

  private func fault(asking change: Change<EquipmentRequirement>) throws -> DocumentFault? {
    var requirement = EquipmentRequirement()
    change(&requirement)
    return try fault(asking: [requirement])
  }

  /// What becomes of a policy whose monitor is this.
  private func fault(being change: Change<Equipment>) throws -> DocumentFault? {
    var ward = try Ward()
    var pump = Ward.pump()
    change(&pump)
    ward.icu.principals[0].equipment = pump
    return Self.fault { () throws(DocumentFault) in try ward.icu.check() }
  }

  private static func fault(of check: () throws(DocumentFault) -> Void) -> DocumentFault? {
    do throws(DocumentFault) {
      try check()
      return nil
    } catch {
      return error
    }
  }

  @Test func `each property alone is a requirement, and asks for itself alone`() throws {
    let alone: [(set: Change<EquipmentRequirement>, other: Change<Equipment>)] = [
      ({ $0.maker = "Fresenius Kabi" }, { $0.maker = "x" }),
      ({ $0.model = "Agilia" }, { $0.model = "x" }),
      ({ $0.firmware = [SHA256.hash([1])] }, { $0.firmware = SHA256.hash([9]) }),
      ({ $0.countries = ["FR"] }, { $0.country = "US" }),
      ({ $0.isRegistered = true }, { $0.registration = nil }),
    ]
    for (place, change) in alone.enumerated() {
      var requirement = EquipmentRequirement()
      change.set(&requirement)
      #expect(try fault(asking: [requirement]) == nil, "\(place)")
      #expect(requirement.isMet(by: Ward.pump()))
      for (number, another) in alone.enumerated() {
        var equipment = Ward.pump()
        another.other(&equipment)
        #expect(requirement.isMet(by: equipment) == (number != place), "\(place) \(number)")
      }
    }
  }

  @Test func `one of several requirements is enough, and none asks for nothing`() {
    var other = EquipmentRequirement()
    other.maker = "x"
    let none: [EquipmentRequirement] = []
    #expect(none.admits(nil) && none.admits(Ward.pump()))
    #expect([other, Ward.requirement()].admits(Ward.pump()))
    #expect([Ward.requirement(), other].admits(Ward.pump()))
    #expect(![other].admits(Ward.pump()))
    #expect(![Ward.requirement()].admits(nil))
  }

  @Test func `texts have one to 64 printable characters and no space at an end`() throws {
    let long = String(repeating: "x", count: 64)
    for text in ["x", "!", "~", "a b", long] {
      #expect(try fault(being: { $0.maker = text }) == nil, "\(text)")
      #expect(try fault(asking: { $0.maker = text }) == nil, "\(text)")
    }
    for text in ["", long + "x", " a", "a ", "a\u{1F}b", "a\u{7F}b", "aé"] {
      for (key, set) in [
        ("maker", { $0.maker = text } as Change<Equipment>), ("model", { $0.model = text }),
        ("register", { $0.registration = text }),
      ] {
        let place = "principals[0].equipment.\(key)"
        #expect(try fault(being: set) == DocumentFault(.malformedText, at: place), "\(text)")
      }
      for (key, set) in [
        ("maker", { $0.maker = text } as Change<EquipmentRequirement>),
        ("model", { $0.model = text }),
      ] {
        let place = "flows[0].equipment[0].\(key)"
        #expect(try fault(asking: set) == DocumentFault(.malformedText, at: place), "\(text)")
      }
    }
    #expect(try fault(being: { $0.registration = nil }) == nil)
  }

  @Test func `countries are two capitals`() throws {
    for text in ["AA", "ZZ", "FR"] {
      #expect(try fault(being: { $0.country = text }) == nil)
      #expect(try fault(asking: { $0.countries = [text] }) == nil)
    }
    #expect(try fault(being: { $0.country = nil }) == nil)
    for text in ["", "F", "FRA", "fr", "F[", "@F", "F1"] {
      #expect(
        try fault(being: { $0.country = text })
          == DocumentFault(.malformedText, at: "principals[0].equipment.country"), "\(text)")
      #expect(
        try fault(asking: { $0.countries = ["FR", text] })
          == DocumentFault(.malformedText, at: "flows[0].equipment[0].countries"), "\(text)")
    }
  }

  @Test func `lists have at most 64 values, and none of them twice`() throws {
    let digests = (0..<65 as Range<UInt8>).map { SHA256.hash([$0]) }
    let letters = (0..<26 as Range<UInt8>).map { String(UnicodeScalar(65 + $0)) }
    let countries = Array(letters.flatMap { first in letters.map { first + $0 } }.prefix(65))
    let firmware = "flows[0].equipment[0].firmware"
    #expect(try fault(asking: { $0.firmware = Array(digests.prefix(64)) }) == nil)
    #expect(
      try fault(asking: { $0.firmware = digests }) == DocumentFault(.tooMany, at: firmware))
    #expect(
      try fault(asking: { $0.firmware = [digests[0], digests[0]] })
        == DocumentFault(.duplicate, at: firmware))
    let twice = Array(digests.prefix(63)) + [digests[0]]
    #expect(
      try fault(asking: { $0.firmware = twice }) == DocumentFault(.duplicate, at: firmware))
    let place = "flows[0].equipment[0].countries"
    #expect(try fault(asking: { $0.countries = Array(countries.prefix(64)) }) == nil)
    #expect(
      try fault(asking: { $0.countries = countries }) == DocumentFault(.tooMany, at: place))
    let again = Array(countries.prefix(63)) + [countries[0]]
    #expect(try fault(asking: { $0.countries = again }) == DocumentFault(.duplicate, at: place))
    let many = [EquipmentRequirement](repeating: Ward.requirement(), count: 64)
    #expect(try fault(asking: many) == nil)
    #expect(
      try fault(asking: many + [Ward.requirement()])
        == DocumentFault(.tooMany, at: "flows[0].equipment"))
  }
}
