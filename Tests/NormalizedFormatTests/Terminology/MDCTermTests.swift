import Terminology
import Testing

@Suite struct MDCTermTests {
  @Test func `a term is found by number and by name`() {
    #expect(MDCTerm.term(of: MDCCode(147_842))?.name == "MDC_ECG_HEART_RATE")
    #expect(MDCTerm.term(named: "MDC_PULS_OXIM_SAT_O2")?.code.number == 150_456)
    #expect(MDCTerm.term(named: "MDC_ECG_AMPL_ST_dV1")?.code.number == 131_943)
    #expect(MDCTerm.term(of: MDCCode(1)) == nil)
    #expect(MDCTerm.term(named: "MDC_ecg_heart_rate") == nil)
  }

  @Test func `no name stands twice, and a number has two names where the standard was revised`() {
    #expect(Set(MDCTerm.all.map(\.name)).count == MDCTerm.all.count)
    let twofold = Dictionary(grouping: MDCTerm.all, by: \.code).filter { $0.value.count > 1 }
    #expect(
      Set(twofold.values.map { $0.map(\.name) }) == [
        ["MDC_ECG_HEART_RATE", "MDC_ECG_CARD_BEAT_RATE"],
        ["MDC_PRESS_AWAY_INSP_MAX", "MDC_PRESS_AWAY_INSP_PEAK"],
        ["MDC_PRESS_BLD_ART_PULM_WEDGE", "MDC_PRESS_BLD_ART_PULM_OCCL"],
      ])
    #expect(MDCTerm.term(named: "MDC_ECG_CARD_BEAT_RATE")?.code.number == 147_842)
  }

  @Test func `terms stand in the order of their numbers`() {
    let numbers = MDCTerm.all.map(\.code.number)
    for partition: UInt32 in [1, 2, 3, 8] {
      let own = numbers.filter { $0 >> 16 == partition }
      #expect(own == own.sorted())
    }
  }

  @Test func `the name says the partition`() {
    for term in MDCTerm.all {
      let parts = term.name.split(separator: "_")
      let partition: UInt16 =
        switch parts[1] {
        case "ATTR", "DEV": 1
        case "EVT": 3
        case "ID": 8
        default: 2
        }
      #expect(term.code.partition == partition, "\(term.name)")
      #expect(parts[0] == "MDC" && term.code.term < 0xF000, "\(term.name)")
    }
  }

  @Test(arguments: [("_SYS", 1), ("_DIA", 2), ("_MEAN", 3)])
  func `pressures stand behind that which they are part of`(suffix: String, step: UInt32) {
    var count = 0
    for term in MDCTerm.all where term.name.hasPrefix("MDC_PRESS_") && term.name.hasSuffix(suffix) {
      guard let whole = MDCTerm.term(named: String(term.name.dropLast(suffix.count))) else {
        continue
      }
      #expect(term.code.number == whole.code.number + step, "\(term.name)")
      count += 1
    }
    #expect(count >= 14)
  }

  @Test func `a lead's ST segment stands 512 behind the lead`() {
    let leads = MDCTerm.all.filter { $0.name.hasPrefix("MDC_ECG_ELEC_POTL") }
    #expect(leads.count == 14)
    for lead in leads {
      let name = "MDC_ECG_AMPL_ST" + lead.name.dropFirst("MDC_ECG_ELEC_POTL".count)
      #expect(MDCTerm.term(named: name)?.code.number == lead.code.number + 512, "\(name)")
    }
  }

  @Test(arguments: ["DESFL", "ENFL", "HALOTH", "SEVOFL", "ISOFL", "N2O"])
  func `an anaesthetic has its place in every list of gases`(agent: String) {
    let place = MDCTerm.term(named: "MDC_CONC_AWAY_\(agent)")?.code.number ?? 0
    for (name, step) in [("MDC_CONC_AWAY_\(agent)_ET", 60), ("MDC_CONC_AWAY_\(agent)_INSP", 144)]
      as [(String, UInt32)]
    {
      #expect(MDCTerm.term(named: name)?.code.number == place + step, "\(name)")
    }
    let exp = MDCTerm.term(named: "MDC_AWAY_\(agent)_EXP")?.code.number ?? 0
    #expect(MDCTerm.term(named: "MDC_AWAY_\(agent)_INSP")?.code.number == exp + 60)
    #expect(MDCTerm.term(named: "MDC_VENT_\(agent)_EXP")?.code.number == exp + 28)
    #expect(MDCTerm.term(named: "MDC_VENT_\(agent)_INSP")?.code.number == exp + 88)
  }

  /// Terms of partition 2 as the Philips IntelliVue *Data Export Interface Programming Guide*
  /// prints them, which is not where the table is from.
  @Test(arguments: [
    ("ECG_AMPL_ST_AVF", 0x0340), ("ECG_V_P_C_CNT", 0x4261), ("PRESS_BLD_ART_ABP", 0x4A14),
    ("PRESS_BLD_VEN_CENT_MEAN", 0x4A47), ("PRESS_BLD_ART_PULM_WEDGE", 0x4A24),
    ("OUTPUT_CARD", 0x4B04), ("RES_VASC_SYS", 0x4B28), ("TEMP_SKIN", 0x4B74),
    ("PULS_OXIM_PERF_REL", 0x4BB0), ("RESP", 0x5000), ("AWAY_CO2_ET", 0x50B0),
    ("PRESS_AWAY_INSP_MAX", 0x5109), ("VOL_AWAY_TIDAL", 0x513C), ("VOL_MINUTE_AWAY", 0x5148),
    ("VENT_PRESS_AWAY_END_EXP_POS", 0x51A8), ("CONC_AWAY_SEVOFL_ET", 0x5220),
    ("CONC_AWAY_O2_INSP", 0x5284), ("PRESS_INTRA_CRAN", 0x5808), ("SCORE_GLAS_COMA", 0x5880),
    ("EMG_ELEC_POTL_MUSCL", 0x593C), ("CONC_PH_ART", 0x7004), ("CONC_CHLORIDE_GEN", 0x7168),
    ("TEMP_RECT", 0xE004), ("TEMP_DIFF", 0xE018),
  ])
  func `another source prints the same number`(name: String, term: UInt16) {
    #expect(MDCTerm.term(named: "MDC_\(name)")?.code == MDCCode(partition: 2, term: term))
  }

  @Test(arguments: [
    ("70049", "MDC_DEV_PUMP_INFUS_LVP_MDS"), ("68063", "MDC_ATTR_PT_WEIGHT"),
    ("157784", "MDC_FLOW_FLUID_PUMP"), ("157884", "MDC_VOL_FLUID_TBI"),
    ("157872", "MDC_VOL_FLUID_TBI_REMAIN"), ("157916", "MDC_TIME_PD_REMAIN"),
    ("157760", "MDC_CONC_DRUG"), ("157880", "MDC_VOL_SYRINGE"),
    ("184519", "MDC_PUMP_INFUSING_STATUS"), ("197288", "MDC_EVT_PUMP_DELIV_START"),
    ("531975", "MDC_ID_PROD_SPEC_SW"), ("150488", "MDC_BLD_PERF_INDEX"),
    ("152440", "MDC_CONC_AWAY_O2_ET"), ("159764", "MDC_CONC_HB_ART"),
    ("155024", "MDC_EEG_PAROX_CRTX_BURST_SUPPRN"), ("152420", "MDC_FLOW_O2_CONSUMP"),
    ("188740", "MDC_LEN_BODY_ACTUAL"), ("160132", "MDC_CONC_HCT_GEN"),
  ])
  func `what monitors and pumps send is known`(code: String, name: String) {
    #expect(MDCCode(code).flatMap { MDCTerm.term(of: $0) }?.name == name)
  }

  @Test(
    arguments: [
      ("MDC_ECG_HEART_RATE", "8867-4"), ("MDC_PULS_RATE_NON_INV", "8867-4"),
      ("MDC_PRESS_BLD_NONINV", "85354-9"), ("MDC_PRESS_BLD_NONINV_SYS", "8480-6"),
      ("MDC_PRESS_BLD_ART_ABP_DIA", "8462-4"), ("MDC_PRESS_CUFF_MEAN", "8478-0"),
      ("MDC_TEMP_ORAL", "8310-5"), ("MDC_TEMP_AXILLA", "8310-5"), ("MDC_TEMP_FOLEY", "8310-5"),
      ("MDC_SAT_O2_ART", "2708-6"), ("MDC_TTHOR_RESP_RATE", "9279-1"),
      ("MDC_CIRCUM_HEAD", "9843-4"), ("MDC_MASS_BODY_ACTUAL", "29463-7"),
      ("MDC_ATTR_PT_WEIGHT", "29463-7"), ("MDC_ATTR_PT_HEIGHT", "8302-2"),
      ("MDC_LEN_BODY_ACTUAL", "8302-2"), ("MDC_RATIO_MASS_BODY_LEN_SQ", "39156-5"),
      ("MDC_TEMP_SKIN", nil), ("MDC_VENT_RESP_RATE", nil), ("MDC_PRESS_BLD_SYS", nil),
      ("MDC_PRESS_BLD_ART_PULM_SYS", nil), ("MDC_PRESS_CUFF", nil), ("MDC_SAT_O2_VEN", nil),
    ] as [(String, String?)])
  func `a vital sign has the code that FHIR's profile demands`(name: String, loinc: String?) throws
  {
    let term = try #require(MDCTerm.term(named: name))
    #expect(term.loinc == loinc)
    if let loinc { #expect(MDCTerm.terms(loinc: loinc).contains(term)) }
  }

  @Test func `every vital sign of the profile has a term, and each pair's term is known`() {
    let codes = Set(MDCTerm.all.compactMap(\.loinc))
    #expect(
      codes == [
        "8867-4", "9279-1", "8310-5", "85354-9", "8480-6", "8462-4", "8478-0", "2708-6", "8302-2",
        "29463-7", "39156-5", "9843-4",
      ])
    #expect(Set(MDCTerm.all.filter { $0.loinc != nil }.map(\.code)).count == 42)
    #expect(MDCTerm.terms(loinc: "718-7").isEmpty)
  }
}
