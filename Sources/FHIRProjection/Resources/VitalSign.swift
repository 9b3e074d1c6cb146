import NormalizedFormat
import Terminology

/// A measurement that FHIR R4 has a vital-signs profile for: LOINC's code beside that of MDC, and
/// the profile.
///
/// Source: FHIR R4 "Vital Signs", table of profiles. Which code of MDC is which of LOINC says
/// `Terminology`.
struct VitalSign {
  private let loinc: String
  private let display: String
  private let profileName: String
  private let units: Set<String>

  private static let all: [String: VitalSign] = {
    let signs = [
      VitalSign("8867-4", "Heart rate", "heartrate", ["/min"]),
      VitalSign("9279-1", "Respiratory rate", "resprate", ["/min"]),
      VitalSign("2708-6", "Oxygen saturation in Arterial blood", "oxygensat", ["%"]),
      VitalSign("8310-5", "Body temperature", "bodytemp", ["Cel", "[degF]"]),
      VitalSign("8302-2", "Body height", "bodyheight", ["cm", "[in_i]"]),
      VitalSign("29463-7", "Body weight", "bodyweight", ["g", "kg", "[lb_av]"]),
      VitalSign("9843-4", "Head Occipital-frontal circumference", "headcircum", ["cm", "[in_i]"]),
      VitalSign("39156-5", "Body mass index (BMI) [Ratio]", "bmi", ["kg/m2"]),
      VitalSign("8480-6", "Systolic blood pressure", "vitalsigns", ["mm[Hg]"]),
      VitalSign("8462-4", "Diastolic blood pressure", "vitalsigns", ["mm[Hg]"]),
      VitalSign("8478-0", "Mean blood pressure", "vitalsigns", ["mm[Hg]"]),
    ]
    return Dictionary(signs.map { ($0.loinc, $0) }) { first, _ in first }
  }()

  private init(_ loinc: String, _ display: String, _ profile: String, _ units: Set<String>) {
    self.loinc = loinc
    self.display = display
    profileName = profile
    self.units = units
  }

  /// The vital sign that is measured; nil for another code, for none of MDC, and where LOINC is
  /// there already.
  init?(of observation: Observation) {
    let codings = observation.code.codings
    guard !codings.contains(where: { $0.system == .loinc }),
      let code = codings.first(where: { $0.system == .mdc })?.code.flatMap({ MDCCode($0) }),
      let loinc = MDCTerm.term(of: code)?.loinc, let known = Self.all[loinc]
    else { return nil }
    self = known
  }

  var profile: String { "http://hl7.org/fhir/StructureDefinition/" + profileName }

  /// Whether the value is what the profile demands: a quantity in one of its units, or a reason.
  func isMet(by observation: Observation) -> Bool {
    guard observation.values.count == 1, case .quantity(let quantity)? = observation.values.first
    else { return observation.values.isEmpty && observation.absentReason != nil }
    return quantity.value != nil && units.contains(quantity.unit?.ucum ?? "")
  }

  static let category = Namespace.concept(Namespace.hl7 + "observation-category", "vital-signs")

  /// LOINC's code, marked as added.
  var coding: JSON {
    .object([
      "system": .string("http://loinc.org"), "code": .string(loinc), "display": .string(display),
      "extension": .array([Namespace.derived]),
    ])
  }
}

extension Form {
  /// Adds a code to a CodeableConcept that was written.
  mutating func add(_ coding: JSON, to name: String) {
    guard let index = members.pairs.firstIndex(where: { $0.name == name }),
      case .object(var concept) = members.pairs[index].value.value,
      case .array(let codings)? = concept.take("coding")?.value
    else { return }
    concept.pairs.insert(JSONObject.Pair(name: "coding", value: .array(codings + [coding])), at: 0)
    members.pairs[index].value = .object(concept)
  }

  /// Takes codes that were added out of a CodeableConcept before it is read.
  mutating func dropAdded(in name: String) throws(FHIRError) {
    guard let index = members.pairs.firstIndex(where: { $0.name == name }) else { return }
    var concept = try members.pairs[index].value.members()
    guard let place = concept.pairs.firstIndex(where: { $0.name == "coding" }) else { return }
    var kept: [JSON] = []
    for item in try concept.pairs[place].value.items() {
      if try item.members()["extension"] != .array([Namespace.derived]) { kept.append(item) }
    }
    concept.pairs[place].value = .array(kept)
    members.pairs[index].value = JSON(.object(concept), at: members.pairs[index].value.offset)
  }
}
