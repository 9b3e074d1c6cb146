import Terminology
import Testing

@Suite struct UnitTests {
  @Test(arguments: [
    ("bpm", "/min"), ("PERCENT", "%"), ("%", "%"), ("mmHg", "mm[Hg]"), ("x10*9/L", "10*9/L"),
    ("x10*12/L", "10*12/L"), ("UMOLL", "umol/L"), ("MMOLL", "mmol/L"), ("mmol/L", "mmol/L"),
    ("MLMIN", "mL/min"), ("MDC_DIM_MMHG", "mm[Hg]"), ("MDC_DIM_PERCENT", "%"),
    ("MDC_DIM_DEGC", "Cel"),
    ("MDC_DIM_X_L_PER_MIN", "L/min"), ("MDC_DIM_BEAT_PER_MIN", "/min"), ("beats/min", "/min"),
    ("fL", "fL"),
    ("pg", "pg"), ("g/L", "g/L"), ("mg/dl", "mg/dL"), ("giga.l-1", "10*9/L"), ("/min", "/min"),
    ("°C", "Cel"),
    ("K/uL", "10*3/uL"), ("mL/kg/h", "mL/kg/h"), ("{score}", "{score}"),
    ("ml/min/1.73m2", "mL/min/{1.73_m2}"),
  ])
  func `a spelling of the wild becomes UCUM`(spelling: String, ucum: String) {
    #expect(UnitSpelling.ucum(of: spelling) == ucum)
  }

  @Test(arguments: [
    "", "\"\"", "g/l-1x", "C", "F", "G", "foo", "MDC_DIM_NOS", "MDC_DIM_", "bananas/min",
    "{",
  ])
  func `a spelling that is not known is not guessed`(spelling: String) {
    #expect(UnitSpelling.ucum(of: spelling) == nil)
  }

  @Test(arguments: [
    ("G/L", "10*9/L"), ("G/l", "10*9/L"), ("T/L", "10*12/L"), ("T/l", "10*12/L"),
    ("Giga/L", "10*9/L"), ("TERA/L", "10*12/L"), ("g/L", "g/L"), ("g/l", "g/L"), ("g/dL", "g/dL"),
    ("G/DL", "g/dL"), ("mU/L", "mU/L"), ("mu/l", "mU/L"), ("mIU/L", "m[iU]/L"), ("mV", "mV"),
    ("mg", "mg"), ("MG", "mg"), ("MG/DL", "mg/dL"), ("MMOL/L", "mmol/L"), ("MMHG", "mm[Hg]"),
    ("ML/MIN", "mL/min"), ("M/uL", "10*6/uL"), ("MHz", "MHz"), ("MBq", "MBq"), ("GBq", "GBq"),
    ("MPa", "MPa"), ("MIN", "min"), ("GM/DL", "g/dL"),
  ])
  func `cells by the milliard and by the billion are no grams and no teslas`(
    spelling: String, ucum: String
  ) {
    #expect(UnitSpelling.ucum(of: spelling) == ucum)
  }

  @Test(arguments: [
    "MU/L", "Mu/L", "MIU/L", "MIU/mL", "MV", "Mmol/L", "Mg/dL", "Mg", "ML/min", "G/dL", "t/L",
    "t/l",
    "T/mL", "G/mL", "MS", "MA", "PA", "L/S", "u/mL", "C/min", "MU", "TU/L",
  ])
  func `a spelling whose case leaves two readings open is not guessed`(spelling: String) {
    #expect(UnitSpelling.ucum(of: spelling) == nil)
  }

  @Test(
    arguments: [
      ("pH", "[pH]"), ("PH", "[pH]"), ("ft", "[ft_i]"), ("feet", "[ft_i]"), ("ug/mL", "ug/mL"),
      ("UG/ML", "ug/mL"), ("NG/DL", "ng/dL"), ("mS/cm", "mS/cm"), ("µS/cm", "uS/cm"),
      ("mg/dL", "mg/dL"), ("mmol/L", "mmol/L"), ("mmHg", "mm[Hg]"), ("mm[Hg]", "mm[Hg]"),
      ("/min", "/min"), ("bpm", "/min"), ("%", "%"), ("dB", "dB"), ("cP", "cP"), ("cm", "cm"),
      ("cd", "cd"), ("cd/m2", "cd/m2"), ("mmol", "mmol"), ("Kg", "kg"), ("KG", "kg"), ("ms", "ms"),
      ("ng/dL", "ng/dL"), ("mAs", nil), ("mA.s", "mA.s"), ("daPa", "daPa"), ("dGy.cm2", "dGy.cm2"),
      ("dyn.s/cm5", "dyn.s/cm5"), ("MeV", "MeV"), ("mSv", "mSv"), ("ukat/L", "ukat/L"),
      ("/nL", "/nL"), ("10*3/nL", "10*3/nL"), ("mosm/kg", "mosm/kg"), ("Cel", "Cel"),
      ("deg", "deg"),
      ("mL/min/{1.73_m2}", "mL/min/{1.73_m2}"), ("m[iU]/mL", "m[iU]/mL"), ("[ft_i]", "[ft_i]"),
      ("/10", "/10"), ("W", "W"), ("J", "J"), ("mW/cm2", "mW/cm2"), ("L/min/m2", "L/min/m2"),
      ("mL/kg/h", "mL/kg/h"), ("m.s-2", "m.s-2"), ("10*6/L", "10*6/L"), ("Ohm", "Ohm"), ("h", "h"),
      ("mg{creat}/L", "mg{creat}/L"), ("Gm/dL", "g/dL"), ("/100{WBC}", "/100{WBC}"),
    ] as [(String, String?)])
  func `a unit of hospitals is that unit`(spelling: String, ucum: String?) {
    #expect(UnitSpelling.ucum(of: spelling) == ucum)
  }

  /// Each is UCUM with a prefix: picohenry, femtotonne, microgauss, petatonne, kelvin, …
  @Test(arguments: [
    "Ph", "ph", "FT", "fT", "fT/cm", "mS", "uS", "mS/min", "uG/mL", "uG/L", "nG/dL", "nG/mL", "mG",
    "mG/dL", "kG", "pG", "cG", "mT", "dT", "cT", "pT", "ct", "pt", "Pt", "kt", "mt", "Mt", "nt",
    "ht", "at", "rad", "mrad", "krad", "mH", "uH", "dH", "hH", "K", "mK", "K/mm3/h", "K/mL", "mR",
    "kR", "dR", "hF", "uF", "pF", "mF", "mC", "hC", "dC", "uC", "mu", "hu", "au", "au/mL",
    "cu", "Mu/L", "mst", "cst", "ast", "kst", "car", "mar", "ar", "sr", "msr", "mB", "kB", "dag",
    "hg", "hs", "as", "Gs", "am", "Pm", "pm", "Pa.S", "Mg", "Tg", "pA", "mP", "hP", "meV", "'",
    "''", "cm/S", "mg/(mL.S)", "PS", "Es", "Gm.G", "zm", "hU", "aU", "aU/mL",
  ])
  func `what means something else to people than to UCUM is not guessed`(spelling: String) {
    #expect(UnitSpelling.ucum(of: spelling) == nil)
  }

  @Test func `the number of a row in some table is no unit`() {
    for code in ["268999", "17", "0", "1.5", "01"] { #expect(UnitSpelling.ucum(of: code) == nil) }
    #expect(UnitSpelling.ucum(of: "1") == "1")
    #expect(UnitSpelling.ucum(declared: "10") == "10")
  }

  @Test func `what is divided by an inverse is not guessed`() {
    #expect(UnitSpelling.ucum(of: "g/L-1") == nil)
    #expect(UnitSpelling.ucum(of: "mol.L-1") == "mol.L-1")
  }

  @Test(
    arguments: [
      ("pH", "pH"), ("[pH]", "[pH]"), ("ft", "ft"), ("uG/mL", "uG/mL"), ("mS", "mS"),
      ("rad", "rad"),
      ("C", "C"), ("K", "K"), ("G/L", "G/L"), ("MU/L", "MU/L"), ("mU/L", "mU/L"), ("Mg", "Mg"),
      ("mg/dL", "mg/dL"), ("mg/dl", "mg/dL"), ("mmol/l", "mmol/L"), ("MG", "mg"),
      ("MG/DL", "mg/dL"),
      ("mmHg", "mm[Hg]"), ("bpm", "/min"), ("pt", "pt"), ("g/L-1", "g/L-1"), ("Ph", nil),
      ("bananas", nil),
    ] as [(String, String?)])
  func `what is declared to be UCUM stays as declared, where it is UCUM`(
    code: String, ucum: String?
  ) {
    #expect(UnitSpelling.ucum(declared: code) == ucum)
  }

  @Test func `what spellings become is UCUM`() {
    for ucum in Set(UnitSpelling.all.values) { #expect(UCUM.isValid(ucum), "\(ucum)") }
    for spelling in UnitSpelling.all.keys { #expect(UnitSpelling.ucum(of: spelling) != nil) }
  }

  @Test func `what MDC units become is UCUM`() {
    for ucum in MDCUnit.known { #expect(UCUM.isValid(ucum), "\(ucum)") }
  }

  @Test(
    arguments: [
      (264_864, "/min"), (262_688, "%"), (266_016, "mm[Hg]"), (268_192, "Cel"), (264_928, "/min"),
      (262_656, "1"),
      (263_762, "mL"), (264_320, "s"), (264_338, "ms"), (265_216, "L/min"), (265_234, "mL/min"),
      (263_875, "kg"),
      (266_418, "mV"), (264_274, "mg/dL"), (266_866, "mmol/L"), (265_987, "kPa"), (263_441, "cm"),
    ] as [(UInt32, String)])
  func `an MDC unit by its number becomes UCUM`(number: UInt32, ucum: String) {
    #expect(MDCUnit.ucum(of: MDCCode(number)) == ucum)
  }

  /// Numbers as the IntelliVue guide prints them, with what it prints beside them.
  @Test(
    arguments: [
      (4_128, "dyn.s/cm5"), (6_016, "dyn.s.m2/cm5"), (1_426, "mL/m2"), (1_472, "m2"),
      (3_475, "ug/kg/min"), (5_842, "m[iU]/kg/h"), (5_202, "meq/d"), (4_946, "mmol/kg"),
      (6_418, "mL/dL"), (6_098, "mA.h"), (1_586, "mm3"), (1_682, "/mm3"), (1_715, "/uL"),
      (2_897, "cm2/s"), (992, "[pH]"), (1_987, "kg/m3"), (6_290, "mL/mm[Hg]"), (6_577, "cm/min"),
      (2_464, nil), (1_376, "[in_i]"), (6_211, "kPa/%"), (1_088, "{beat}"), (5_573, nil),
      (1_955, nil), (672, nil), (61_441, nil),
    ] as [(UInt16, String?)])
  func `an MDC unit by its term becomes what the guide prints`(term: UInt16, ucum: String?) {
    #expect(MDCUnit.ucum(of: MDCCode(partition: 4, term: term)) == ucum)
  }

  @Test(
    arguments: [
      ("MDC_DIM_MILLI_G_PER_KG_PER_HR", "mg/kg/h"), ("MDC_DIM_MICRO_G_PER_KG_PER_MIN", "ug/kg/min"),
      ("MDC_DIM_X_INTL_UNIT_PER_M_SQ_PER_DAY", "[iU]/m2/d"), ("MDC_DIM_MEGA_INTL_UNIT", "M[iU]"),
      ("MDC_DIM_NANO_G_PER_LB_PER_MIN", "ng/[lb_av]/min"), ("MDC_DIM_KILO_CAL_PER_DAY", "kcal/d"),
      ("MDC_DIM_MILLI_EQUIV_PER_ML", "meq/mL"), ("MDC_DIM_PSI", "[psi]"), ("MDC_DIM_OZ", "[oz_av]"),
      ("MDC_DIM_PARTS_PER_10_TO_MINUS_9", "[ppb]"), ("MDC_DIM_X_MOLE_PER_CM_CUBE", "mol/cm3"),
      ("MDC_DIM_DROPS_PER_MILLI_L", "[drp]/mL"), ("MDC_DIM_KILO_G_FORCE_M", "kgf.m"),
      ("MDC_DIM_PER_HECTO_SEC_SQ", "/hs2"), ("MDC_DIM_MICRO_VOLT_PER_SEC", "uV/s"),
      ("MDC_DIM_DYNE_SEC_PER_CM5", "dyn.s/cm5"), ("MDC_DIM_KILO_G_PER_M_SQ", "kg/m2"),
      ("MDC_DIM_NOS", nil), ("MDC_DIM_BOOLEAN", nil), ("MDC_DIM_DATE", nil),
      ("MDC_DIM_MILLI_MIN", nil), ("MDC_DIM_KG_PER_M_SQ#", nil),
    ] as [(String, String?)])
  func `an MDC unit by its name becomes UCUM`(name: String, ucum: String?) {
    #expect(MDCUnit.ucum(named: name) == ucum)
  }

  @Test func `a number of another partition is no unit`() {
    #expect(MDCUnit.ucum(of: MDCCode(147_842)) == nil)
    #expect(MDCUnit.ucum(of: MDCCode(partition: 4, term: 9)) == nil)
  }
}

@Suite struct UCUMTests {
  @Test(arguments: [
    "m", "mm[Hg]", "10*9/L", "/min", "mL/kg/h", "kg/m2", "m.s-2", "{score}", "mL/min/{1.73_m2}",
    "%", "1", "[pH]",
    "ug/kg/min", "cm[H2O]/L/s", "10*3/uL", "m[iU]/mL", "(m.s)/kg", "s-1", "mg{creat}/L", "deg",
    "meq/L",
  ])
  func `a unit of UCUM is one`(text: String) { #expect(UCUM.isValid(text)) }

  @Test(arguments: [
    "", "bpm", "mmHg", "percent", "m//s", "m/", "(m", "m)", "{", "a}", "kmin", "m[", "mmol/L ",
    "µg", "°C", "..",
    "m2000", "((((((m))))))", "10*9/", "mg/dL/", "beats/min",
  ])
  func `what is no unit of UCUM is none`(text: String) { #expect(!UCUM.isValid(text)) }
}

@Suite struct MDCTests {
  @Test func `a code is partition times 65,536 plus term`() {
    #expect(MDCCode(147_842) == MDCCode(partition: 2, term: 0x4182))
    #expect(MDCCode(partition: 3, term: 8).number == 196_616)
    #expect(MDCCode("150456")?.description == "150456")
    for text in ["", "0", "-1", "+5", "4294967296", "x"] { #expect(MDCCode(text) == nil) }
  }
}
