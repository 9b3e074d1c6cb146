import Cryptography
import Labels
import Policy
import Testing

@Suite struct EquipmentTests {
  @Test(arguments: ["maker", "model", "firmware", "country", "register"])
  func `a requirement asks for all that it names, and what is not known does not hold`(
    _ property: String
  ) {
    let requirement = Ward.requirement()
    #expect(requirement.isMet(by: Ward.pump()))
    #expect(!requirement.isMet(by: nil))
    var other = Ward.pump()
    switch property {
    case "maker": other.maker = "FRESENIUS KABI"
    case "model": other.model = "Agilia SP"
    case "firmware": other.firmware = nil
    case "country": other.country = nil
    default: other.registration = nil
    }
    #expect(!requirement.isMet(by: other))
  }

  @Test func `another firmware or country than those listed does not meet it`() {
    var other = Ward.pump()
    other.firmware = SHA256.hash([3])
    #expect(!Ward.requirement().isMet(by: other))
    other = Ward.pump()
    other.country = "US"
    #expect(!Ward.requirement().isMet(by: other))
  }

  @Test func `a flow takes messages of the equipment that it asks for, at both ends of a link`()
    throws
  {
    var ward = try Ward()
    ward.icu.flows[0].equipment = [Ward.requirement()]
    #expect(try ward.source().decide(Ask.publish()) == .deny(.equipmentNotAdmitted))
    #expect(try ward.destination().decide(Ask.import()) == .deny(.equipmentNotAdmitted))
    #expect(try ward.source().decide(Ask.deliver()).isPermit, "what is in stays in")
    ward.icu.principals[0].equipment = Ward.pump()
    #expect(try ward.source().decide(Ask.publish()).isPermit)
    #expect(try ward.destination().decide(Ask.import()).isPermit)
  }

  @Test func `a recall denies one firmware everywhere, whoever names it`() throws {
    var ward = try Ward()
    ward.icu.principals[0].equipment = Ward.pump()
    var recall = EquipmentRequirement()
    recall.firmware = [SHA256.hash([1])]
    ward.icu.denies = [Deny(reason: "recall 2026-117")]
    ward.icu.denies[0].equipment = recall
    #expect(try ward.source().decide(Ask.publish()) == .deny(.denied))
    #expect(try ward.source().decide(Ask.deliver()).isPermit, "the dashboard is no such pump")
    #expect(try ward.destination().decide(Ask.import()) == .deny(.signerNotGranted))
    var restrictions = Restrictions()
    restrictions.add(ward.icu)
    ward.icu.denies = []
    #expect(try ward.source(restrictions).decide(Ask.publish()) == .deny(.denied))
  }

  @Test func `a recall by the importing compartment keeps such messages out of it`() throws {
    var ward = try Ward()
    ward.icu.principals[0].equipment = Ward.pump()
    ward.cardiology.denies = [Deny(reason: "recall")]
    ward.cardiology.denies[0].equipment = Ward.requirement()
    #expect(try ward.destination().decide(Ask.import()) == .deny(.denied))
    #expect(try ward.source().decide(Ask.publish()).isPermit)
  }

  @Test func `texts about equipment are printable ASCII, countries two capitals`() throws {
    let spoil: [(inout Equipment) -> Void] = [
      { $0.maker = "" }, { $0.maker = " a" }, { $0.model = "a\u{7}" }, { $0.model = "é" },
      { $0.registration = String(repeating: "1", count: 65) }, { $0.country = "fr" },
      { $0.country = "FRA" },
    ]
    for change in spoil {
      var ward = try Ward()
      var pump = Ward.pump()
      change(&pump)
      ward.icu.principals[0].equipment = pump
      #expect(throws: DocumentFault.self) { try ward.icu.check() }
    }
  }

  @Test func `a requirement that asks for nothing is refused: it would mean everything`() throws {
    var ward = try Ward()
    ward.icu.flows[0].equipment = [EquipmentRequirement()]
    #expect(throws: DocumentFault(.missingKey, at: "flows[0].equipment[0]")) {
      try ward.icu.check()
    }
    ward.icu.flows[0].equipment = []
    ward.icu.denies = [Deny(reason: "x")]
    ward.icu.denies[0].equipment = EquipmentRequirement()
    #expect(throws: DocumentFault(.missingKey, at: "denies[0].equipment")) {
      try ward.icu.check()
    }
  }

  @Test func `a charter without a suite that this version has is refused`() throws {
    var charter = try Ward().charter
    charter.suites = ["es256-mldsa65"]
    #expect(throws: DocumentFault(.noKnownSuite, at: "suites")) { try charter.check() }
    charter.suites.append("es256")
    try charter.check()
    charter.suites.append("es256")
    #expect(throws: DocumentFault(.duplicate, at: "suites")) { try charter.check() }
  }
}
