import NormalizedFormat
import NormalizedFormatTesting
import Policy
import Testing

@testable import Cell

/// Whom a message is about: the walk over its bytes against the decoder of the format.
@Suite struct PatientMatchTests {
  private func isAbout(_ patient: PatientIdentifier, _ bytes: [UInt8]) -> Bool {
    PatientMatch.isAbout(patient, bytes, in: bytes.indices)
  }

  /// The rule in words, over the decoded message.
  private func says(_ message: Message, _ patient: PatientIdentifier) -> Bool {
    if case .quarantine = message.content { return false }
    return (message.patient?.identifiers ?? []).contains { identifier in
      identifier.use != .old && identifier.value == patient.value
        && system(of: identifier) == patient.system
    }
  }

  private func system(of identifier: Identifier) -> String? {
    if let system = identifier.system { return system }
    guard let assigner = identifier.assigner else { return nil }
    guard let universal = assigner.universalID else { return assigner.namespace }
    return assigner.universalIDType == "ISO" ? "urn:oid:" + universal : universal
  }

  /// Names and values that meet often enough, alone and together.
  private func identifier(_ random: inout SeededRandom) -> Identifier {
    var identifier = Identifier()
    identifier.value = [nil, "1", "1", "2"].randomElement(using: &random) ?? nil
    identifier.system = [nil, nil, "a", "urn:oid:1.2"].randomElement(using: &random) ?? nil
    identifier.use = [nil, nil, .usual, .old].randomElement(using: &random) ?? nil
    guard Bool.random(using: &random) else { return identifier }
    identifier.assigner = Authority(
      namespace: [nil, "a", "b"].randomElement(using: &random) ?? nil,
      universalID: [nil, nil, "1.2", "a"].randomElement(using: &random) ?? nil,
      universalIDType: [nil, "ISO", "DNS"].randomElement(using: &random) ?? nil)
    return identifier
  }

  @Test func `the walk says what the decoder says, of every kind of message`() throws {
    var random = SeededRandom(70)
    var about = 0
    for seed in 0..<400 as Range<UInt64> {
      let bytes = RandomMessage.bytes(seed: seed, kind: Int(seed % 13), density: 30)
      var message = try Message(decoding: bytes)
      message.patient = message.patient ?? Patient()
      message.patient?.identifiers = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        identifier(&random)
      }
      let changed = message.encoded()
      for system in ["a", "b", "urn:oid:1.2", "1.2"] {
        for value in ["1", "2"] {
          let patient = try #require(PatientIdentifier(system: system, value: value))
          let expected = says(message, patient)
          #expect(isAbout(patient, changed) == expected, "seed \(seed) \(patient)")
          about += expected ? 1 : 0
        }
      }
    }
    #expect(about > 100)
  }

  @Test func `bytes that are no message are about nobody`() throws {
    let patient = try Emergency.patient()
    let good = Emergency.note("700101")
    #expect(isAbout(patient, good))
    var prefixes = 0
    for cut in 0..<good.count where isAbout(patient, Array(good.prefix(cut))) { prefixes += 1 }
    // Only what lies behind the kind may be missing.
    #expect(prefixes <= 16)
    for value in ["70010", "7001011", "700102", "", " 700101"] {
      #expect(!isAbout(patient, Emergency.note(value)))
    }
    #expect(!isAbout(patient, []))
    #expect(!isAbout(patient, [UInt8](repeating: 0x81, count: 1_000)))
  }

  @Test func `an id of another name space, or one that is old, is not the patient's`() throws {
    let patient = try Emergency.patient()
    var message = Message(provenance: Provenance(), content: .other(Other()))
    var identifier = Identifier()
    identifier.value = "700101"
    func note(_ change: (inout Identifier) -> Void) -> [UInt8] {
      var changed = identifier
      change(&changed)
      message.patient = Patient()
      message.patient?.identifiers = [changed]
      return message.encoded()
    }
    #expect(isAbout(patient, note { $0.system = "HOPITAL" }))
    #expect(isAbout(patient, note { $0.assigner = Authority(namespace: "HOPITAL") }))
    #expect(!isAbout(patient, note { _ in }))
    #expect(!isAbout(patient, note { $0.assigner = Authority(namespace: "HOPITAL2") }))
    #expect(
      !isAbout(
        patient,
        note {
          $0.system = "urn:x"
          $0.assigner = Authority(namespace: "HOPITAL")
        }))
    #expect(
      !isAbout(
        patient,
        note { $0.assigner = Authority(namespace: "HOPITAL", universalID: "1.2.3") }))
    #expect(
      !isAbout(
        patient,
        note {
          $0.system = "HOPITAL"
          $0.use = .old
        }))
    let oid = try #require(PatientIdentifier(system: "urn:oid:1.2.3", value: "700101"))
    #expect(
      isAbout(
        oid, note { $0.assigner = Authority(universalID: "1.2.3", universalIDType: "ISO") }))
  }

  @Test func `nobody else in a message is the patient`() throws {
    let patient = try Emergency.patient()
    var identifier = Identifier()
    identifier.value = "700101"
    identifier.system = "HOPITAL"
    var message = Message(provenance: Provenance(), content: .other(Other()))
    message.patient = Patient()
    message.patient?.motherIdentifiers = [identifier]
    message.patient?.accounts = [identifier]
    #expect(!isAbout(patient, message.encoded()))
  }
}
