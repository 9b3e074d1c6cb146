import FHIRProjection
import Foundation
import NormalizedFormat
import Testing

/// What a reader of FHIR finds where.
@Suite struct ProjectionTests {
  private static let label = FHIRLabel(
    policy: "north", confidentiality: "R",
    categories: [.init(kind: "restrictive", tagSet: "compartment", values: ["icu"])])

  private func monitor() throws -> Document {
    let messages = try Samples.vector("pcd-01-monitor")
    return try Document(FHIRBundle(of: try #require(messages.first), label: Self.label))
  }

  /// Members of members, and of the first element of a list.
  private func value(_ resource: [String: Any]?, _ path: String...) -> Any? {
    path.reduce(resource as Any?) { value, name in
      let object = value as? [String: Any] ?? (value as? [[String: Any]])?.first
      return object?[name]
    }
  }

  private func observation(_ document: Document, _ code: String) throws -> [String: Any] {
    try #require(
      document.all("Observation").first {
        value($0, "code", "coding", "code") as? String == code
      })
  }

  @Test func `a heart rate is MDC first, LOINC added, UCUM, and claims its profile`() throws {
    let heart = try observation(try monitor(), "147842")
    let codings = try #require(value(heart, "code", "coding") as? [[String: Any]])
    #expect(
      codings.map { $0["system"] as? String } == [
        "urn:iso:std:iso:11073:10101", "http://loinc.org",
      ])
    #expect(codings.last?["code"] as? String == "8867-4")
    #expect(value(heart, "valueQuantity", "value") as? Int == 72)
    #expect(value(heart, "valueQuantity", "system") as? String == "http://unitsofmeasure.org")
    #expect(value(heart, "valueQuantity", "code") as? String == "/min")
    #expect(value(heart, "valueQuantity", "unit") as? String == "/min")
    #expect(value(heart, "category", "coding", "code") as? String == "vital-signs")
    #expect(
      value(heart, "meta", "profile") as? [String] == [
        "http://hl7.org/fhir/StructureDefinition/heartrate"
      ])
    #expect(heart["effectiveDateTime"] as? String == "2026-11-24T12:30:00.000+01:00")
  }

  @Test func `no profile is claimed where something that it demands is missing`() throws {
    let rate = Quantity(value: DecimalNumber(72), unit: UnitOfMeasure(ucum: "/min"))
    var message = Samples.message([.quantity(rate)])
    let nobody = try Document(FHIRBundle(of: message))
    let row = try observation(nobody, "147842")
    #expect(value(row, "meta", "profile") == nil)
    #expect((value(row, "code", "coding") as? [Any])?.count == 2)
    message.patient = Patient()
    let timeless = try Document(FHIRBundle(of: message))
    #expect(value(try observation(timeless, "147842"), "meta", "profile") == nil)
  }

  @Test func `an observation is of a metric, of a channel, of a VMD, of the monitor`() throws {
    let document = try monitor()
    let heart = try observation(document, "147842")
    let metric = try #require(document.target(of: heart["device"]))
    #expect(metric["resourceType"] as? String == "DeviceMetric")
    #expect(value(metric, "type", "coding", "code") as? String == "147842")
    #expect(value(metric, "unit", "coding", "code") as? String == "264864")
    let channel = try #require(document.target(of: metric["parent"]))
    let vmd = try #require(document.target(of: channel["parent"]))
    let monitor = try #require(document.target(of: vmd["parent"]))
    #expect(value(channel, "type", "coding", "code") as? String == "69799")
    #expect(value(vmd, "type", "coding", "code") as? String == "69798")
    #expect(value(monitor, "type", "coding", "code") as? String == "69965")
    #expect(monitor["parent"] == nil)
    #expect(value(monitor, "identifier", "value") as? String == "1")
    #expect(value(document.target(of: metric["source"]), "identifier", "value") as? String == "1")
  }

  @Test func `every resource bears the label, and names the patient`() throws {
    let document = try monitor()
    #expect(document.resources.count > 10)
    for resource in document.resources {
      #expect(value(resource, "meta", "security", "code") as? String == "R")
    }
    let patient = try #require(document.all("Patient").first)
    for observation in document.all("Observation") {
      #expect(document.target(of: observation["subject"])?["birthDate"] as? String == "1985-04-12")
    }
    #expect(patient["gender"] as? String == "female")
  }

  @Test func `provenance says which adapter made it of which bytes`() throws {
    let document = try monitor()
    let provenance = try #require(document.all("Provenance").first)
    let adapter = try #require(document.target(of: value(provenance, "agent", "who")))
    #expect(value(adapter, "deviceName", "name") as? String == "hl7v2")
    let digest = value(provenance, "entity", "what", "identifier", "value") as? String
    #expect(digest?.count == 64)
    #expect(provenance["recorded"] as? String == "2027-01-15T08:00:00.000Z")
    #expect(document.target(of: (provenance["target"] as? [Any])?.first) != nil)
  }

  @Test func `digits stay as the device sent them`() {
    let quantity = Quantity(
      value: DecimalNumber(970, exponent: -1), unit: UnitOfMeasure(ucum: "%"))
    let json = FHIRBundle(of: Samples.message([.quantity(quantity)])).json
    #expect(json.contains(#""valueQuantity":{"value":97.0,"unit":"%","#))
  }

  @Test func `a time without a zone shows its day and no more`() throws {
    var observation = Observation(code: Concept(text: "x"))
    observation.effective = Timestamp(iso8601: "2026-09-12T12:00:05")
    let json = FHIRBundle(of: Samples.message(observation)).json
    #expect(json.contains(#""effectiveDateTime":"2026-09-12","_effectiveDateTime""#))
    #expect(json.contains(#""valueTime":"12:00:05""#))
  }

  @Test func `a waveform is SampledData with its gaps`() throws {
    var array = SampledArray(samples: Samples.rate([1, nil, -3]))
    array.period = DecimalNumber(4)
    array.factor = DecimalNumber(25, exponent: -4)
    let json = FHIRBundle(of: Samples.message([.sampledArray(array)])).json
    #expect(json.contains(#""period":4,"factor":0.0025"#))
    #expect(json.contains(#""data":"1 E -3""#))
  }

  @Test func `several values are components of the same code`() throws {
    let message = Samples.message([.text("a"), .text("b")])
    let document = try Document(FHIRBundle(of: message))
    let row = try observation(document, "147842")
    let components = try #require(row["component"] as? [[String: Any]])
    #expect(components.map { $0["valueString"] as? String } == ["a", "b"])
    #expect(row["valueString"] == nil)
  }

  @Test func `what FHIR demands and nobody said is said to be unknown`() throws {
    let document = try Document(
      FHIRBundle(of: Samples.message(Observation(code: Concept(text: "x")))))
    let row = try #require(document.all("Observation").last)
    #expect(row["status"] as? String == "unknown")
    #expect(row["_status"] != nil)
  }

  @Test func `test data and doubtful data are told in meta.security`() throws {
    var row = Observation(code: Concept(text: "x"))
    row.validity = [.test, .questionable]
    let document = try Document(FHIRBundle(of: Samples.message(row)))
    let security = try #require(
      value(document.all("Observation").last, "meta", "security") as? [[String: Any]])
    #expect(security.map { $0["code"] as? String } == ["HTEST", "UNCERTREL"])
  }

  @Test(arguments: ["A", "D"])
  func `a diagnosis or an allergy that is withdrawn is no more than an error`(action: String) throws
  {
    var message = try #require(try Samples.vector("adt-a01-admit").first)
    let word = Concept(codings: [Coding(system: CodeSystem(table: 206), code: action)])
    var (diagnosis, allergy) = (Diagnosis(), Allergy())
    (diagnosis.action, allergy.action) = (word, word)
    message.patient?.diagnoses = [diagnosis]
    message.patient?.allergies = [allergy]
    let bundle = FHIRBundle(of: message, label: Self.label)
    #expect(try FHIRBundle(bundle.bytes).message == message)
    let document = try Document(bundle)
    for type in ["Condition", "AllergyIntolerance"] {
      let status = value(document.all(type).first, "verificationStatus", "coding", "code")
      #expect(status as? String == (action == "D" ? "entered-in-error" : nil))
    }
  }

  @Test func `what is to be deleted is told from what is unchanged`() throws {
    var message = Samples.message([.boolean(true)])
    message.patient = Patient()
    message.cleared = ["patient.maritalStatus", "patient.birthDate"]
    let document = try Document(FHIRBundle(of: message))
    let patient = try #require(document.all("Patient").first)
    #expect(
      (value(patient, "maritalStatus", "extension", "url") as? String)?.hasSuffix("/cleared")
        == true)
    #expect(
      (value(patient, "_birthDate", "extension", "url") as? String)?.hasSuffix("/cleared") == true)
    #expect(patient["birthDate"] == nil)
    #expect(patient["gender"] == nil && patient["_gender"] == nil)
    #expect(try FHIRBundle(FHIRBundle(of: message).bytes).message == message)
  }

  @Test func `vectors of every kind come back`() throws {
    let messages = try Samples.vectors()
    #expect(messages.count >= 20)
    for message in messages {
      #expect(try FHIRBundle(FHIRBundle(of: message).bytes).message == message)
    }
  }

  @Test(.enabled(if: Samples.hasCorpus, "corpora are missing"))
  func `every corpus message comes back`() throws {
    let messages = try Samples.corpora()
    #expect(messages.count >= 669)
    for (number, message) in messages.enumerated() {
      try #require(
        try FHIRBundle(FHIRBundle(of: message).bytes).message == message, "message \(number)")
    }
  }
}

extension Samples {
  /// Raw samples.
  static func rate(_ values: [Int64?]) -> NormalizedFormat.Samples {
    NormalizedFormat.Samples(values)
  }
}
