import FHIRProjection
import LabelExchange
import Labels
import Testing

/// A label says the same in every form, or nothing.
@Suite struct ConversionTests {
  @Test func `every valid label comes back from every form that can say it`() throws {
    let scheme = try Clinic.scheme()
    let labels = try Clinic.labels()
    #expect(labels.count == 200)
    var said: [LabelForm: Int] = [:]
    for label in labels {
      let isForNobody = label.permissive.groups.contains(where: \.values.isEmpty)
      for form in LabelForm.allCases {
        guard let bytes = try? form.write(label, under: scheme) else {
          #expect(form == .standard && isForNobody, "\(label)")
          continue
        }
        said[form, default: 0] += 1
        #expect(try form.read(bytes, under: scheme) == label, "\(label)")
      }
    }
    #expect(said[.text] == labels.count && said[.fhir] == labels.count)
    #expect(said[.standard, default: 0] > 50)
  }

  @Test func `the XML is that of the standard`() throws {
    let scheme = try Clinic.scheme()
    let label = try scheme.label(Clinic.text)
    let bytes = try LabelForm.standard.write(label, under: scheme)
    #expect(String(decoding: bytes, as: UTF8.self) == Clinic.xml)
  }

  @Test func `case 9: who may be seen by nobody is not written as seen by everybody`() throws {
    let scheme = try Clinic.scheme()
    let label = try scheme.label("N//compartment=icu//rel=(nobody)")
    #expect(throws: LabelExchangeFault(.notExpressible, at: 0)) {
      try LabelForm.standard.write(label, under: scheme)
    }
    let security = try LabelForm.fhir.write(label, under: scheme)
    #expect(try LabelForm.fhir.read(security, under: scheme) == label)
  }

  @Test(arguments: LabelForm.allCases)
  func `what is no valid label is not written`(_ form: LabelForm) throws {
    let label = Label(policy: "clinic", classification: .normal)
    #expect(throws: LabelExchangeFault(label: .compartmentMissing)) {
      try form.write(label, under: Clinic.scheme())
    }
  }

  @Test(arguments: [
    ("NORMAL", "HIGH", 2226), ("NORMAL", "normal", 2226), (">clinic<", ">hospital<", 2226),
    (">icu<", ">ward<", 2226), ("\"rel\"", "\"list\"", 2226), ("PERMISSIVE", "ENUMERATED", 2226),
    ("PERMISSIVE", "INFORMATIVE", 2207), (">lab<", ">icu<", 2225), ("\"rel\"", "\"study\"", 0),
    ("TagName=\"rel\" ", "", 2225), (" Type=\"PERMISSIVE\"", "", 2225),
    ("<GenericValue>a</GenericValue>", "", 2224),
    ("<GenericValue>a</GenericValue>", "<IntegerValue>1</IntegerValue>", 2224),
    ("<Classification>NORMAL</Classification>", "", 2224),
    ("<Classification>", "<Classification URI=\"urn:x\">", 2224),
    ("<PolicyIdentifier>", "<PolicyIdentifier URI=\"urn:oid:1.2\">", 2226),
    ("<PolicyIdentifier>", "<PolicyIdentifier Version=\"2\">", 2224),
    ("<Category TagName=\"rel\"", "<PrivacyMark>x</PrivacyMark><Category TagName=\"rel\"", 2224),
    ("</ConfidentialityInformation>", "</ConfidentialityInformation><OriginatorID/>", 2224),
    ("originatorConfidentialityLabel", "alternativeConfidentialityLabel", 2224),
    ("metadatalabel:1:0", "metadatalabel:2:0", 2224),
    (
      ">\n  <ConfidentialityInformation",
      " ReviewDateTime=\"2020-01-01T00:00:00Z\">\n  <Conf"
        + "identialityInformation", 2224
    ),
    (">icu<", "> icu<", 2226), (">icu<", ">i\u{441}u<", 2226),
  ])
  func `what is not understood refuses the label`(
    _ old: String, _ new: String, _ code: Int
  ) throws {
    let changed = Clinic.xml.replacing(old, with: new)
    try #require(changed != Clinic.xml)
    #expect(try Self.code { try LabelForm.standard.read(Array(changed.utf8), under: $0) } == code)
  }

  @Test func `a tag set twice is refused, whatever is in it`() throws {
    let category = """
      <Category TagName="rel" Type="PERMISSIVE"><GenericValue>b</GenericValue></Category>
      """
    let twice = Clinic.xml.replacing(
      "</ConfidentialityInformation>", with: category + "</ConfidentialityInformation>")
    #expect(try Self.code { try LabelForm.standard.read(Array(twice.utf8), under: $0) } == 2225)
  }

  @Test func `names of a vocabulary are compared byte by byte`() throws {
    let scheme = try LabelScheme(
      policy: "k", classifications: .all,
      tagSets: [TagSet("compartment", .restrictive, ["kfor"])])
    let names = [Classification: String](
      uniqueKeysWithValues: Classification.allCases.map { ($0, $0.title) })
    let vocabulary = try #require(
      LabelVocabulary(
        scheme, policyName: "K", classifications: names, tagSets: ["compartment": "Context"],
        values: [Category("compartment", "kfor"): "KFOR"]))
    let element = try vocabulary.element(of: scheme.label("N//compartment=kfor"))
    #expect(try vocabulary.label(from: element) == scheme.label("N//compartment=kfor"))
    // The sign of the kelvin is, to Swift's strings, a K.
    #expect("\u{212a}FOR" == "KFOR")
    let bytes = LabelXML.write(element)
    for (old, new) in [("KFOR", "\u{212a}FOR"), (">K<", ">\u{212a}<")] {
      let spoilt = String(decoding: bytes, as: UTF8.self).replacing(old, with: new)
      let read = try LabelXML.read(Array(spoilt.utf8))
      #expect(throws: LabelExchangeFault.self) { try vocabulary.label(from: read) }
    }
  }

  @Test func `a vocabulary names everything once`() throws {
    let scheme = try Clinic.scheme()
    let names = [Classification.unrestricted: "A", .normal: "B", .restricted: "C"]
    let sets = ["compartment": "D", "rel": "E", "study": "F", "note": "G"]
    let values = Dictionary(
      uniqueKeysWithValues: scheme.tagSets.flatMap { set in
        set.values.map { (Category(set.id, $0.name), "v-\($0.name)") }
      })
    func make(
      _ names: [Classification: String], _ sets: [String: String], _ values: [Category: String]
    ) -> LabelVocabulary? {
      LabelVocabulary(
        scheme, policyName: "P", classifications: names, tagSets: sets, values: values)
    }
    #expect(make(names, sets, values) != nil)
    #expect(make(names.filter { $0.value != "B" }, sets, values) == nil)
    #expect(make(names.mapValues { _ in "A" }, sets, values) == nil)
    #expect(make(names, sets.mapValues { _ in "D" }, values) == nil)
    #expect(make(names, sets, values.mapValues { _ in "v" }) == nil)
    #expect(make(names, sets, values.mapValues { "\($0) " }) == nil)
    #expect(make(names, sets, values.mapValues { "é\($0)" }) == nil)
  }

  @Test(arguments: [
    ("\"N\"", "\"X\"", 2226), ("\"icu\"", "\"ward\"", 2208), ("label/clinic/res", "label/c/res", 0),
    ("restrictive", "informative", 2207), ("\"clinic\"", "\"c\"", 0),
    ("\"code\":\"icu\"", "\"code\":\"icu\",\"display\":\"I\"", 0), ("\"lab\"", "\"icu\"", 2225),
    ("[", "[[", 0), ("]", "", 0),
  ])
  func `codings that are no label are refused`(_ old: String, _ new: String, _ code: Int) throws {
    let scheme = try Clinic.scheme()
    let bytes = try LabelForm.fhir.write(scheme.label(Clinic.text), under: scheme)
    let changed = String(decoding: bytes, as: UTF8.self).replacing(old, with: new)
    let result = try Self.code { try LabelForm.fhir.read(Array(changed.utf8), under: $0) }
    #expect(code == 0 ? result != 0 : result == code, "\(changed) \(result)")
  }

  @Test func `no codings at all are no label`() throws {
    for bytes in ["[]", "{}", "", "null"] {
      #expect(throws: FHIRError.self) {
        try LabelForm.fhir.read(Array(bytes.utf8), under: Clinic.scheme())
      }
    }
  }

  /// The code of what is thrown; 0 if nothing is, 1 for JSON that is no projection's.
  static func code(_ body: (LabelScheme) throws -> Label) throws -> Int {
    do {
      _ = try body(Clinic.scheme())
      return 0
    } catch let fault as LabelExchangeFault {
      return fault.code
    } catch is FHIRError {
      return 1
    }
  }
}
