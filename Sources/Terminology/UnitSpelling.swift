/// The spellings of units that devices and laboratories send, and what they are in UCUM.
///
/// What is not listed here and is no UCUM stays what it was: text, flagged by the caller. Nothing
/// is guessed.
public enum UnitSpelling {
  /// The UCUM code of a unit as written: a reference id of IEEE 11073, a spelling of the table, or
  /// UCUM itself. Nil where none of these, or where its case leaves open which of two it is.
  public static func ucum(of text: String) -> String? {
    if text.hasPrefix("MDC_DIM_") { return MDCUnit.ucum(named: text) }
    let dense = String(decoding: text.utf8.lazy.filter { $0 != 32 }, as: UTF8.self)
    if let known = exact[dense] { return known }
    let key = folded(dense)
    if let known = all[key] { return isDoubtful(dense, key) ? nil : known }
    guard let unit = UCUM.parsed(text), !unit.dividesByInverse, !isCode(text),
      unit.atoms.allSatisfy(UCUM.isPlain)
    else { return nil }
    return text
  }

  /// Whether a text is a number and nothing else: factors are UCUM, but whoever writes one for a
  /// unit means a row of a table, and the table was not known.
  private static func isCode(_ text: String) -> Bool {
    text != "1" && text.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
  }

  /// The UCUM code of what its sender declares to be UCUM: itself, where it is UCUM.
  ///
  /// In one case throughout, as in UCUM's case-insensitive variant, it is what the table says:
  /// `MG/DL` is mg/dL.
  public static func ucum(declared code: String) -> String? {
    guard UCUM.isValid(code) else { return ucum(of: code) }
    let key = folded(code)
    guard !isMixed(code), exact[code] == nil, !isDoubtful(code, key) else { return code }
    return all[key] ?? code
  }

  /// What means something else in another case: giga and tera per litre are how laboratories of
  /// France and Germany count cells, where `g/L` is a mass and `T` no tesla. `pH` is what analyzers
  /// of blood gas and urine write, never picohenry, and `ph` a phot. Conductivity is the one use of
  /// siemens that no second is taken for.
  private static let exact = [
    "G/L": "10*9/L", "G/l": "10*9/L", "T/L": "10*12/L", "T/l": "10*12/L",
    "pH": "[pH]", "PH": "[pH]", "ft": "[ft_i]",
    "mS/cm": "mS/cm", "uS/cm": "uS/cm", "µS/cm": "uS/cm", "μS/cm": "uS/cm",
  ]

  /// Lower case: what no two other spellings of the table differ by.
  private static func folded(_ text: String) -> String {
    String(decoding: text.utf8.lazy.map(lowercased), as: UTF8.self)
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (65...90).contains(byte) ? byte | 32 : byte
  }

  /// Spellings whose first letter is milli or the gram; as a capital it is mega or giga to a sender
  /// who knows case.
  private static let scaled: Set<String> = [
    "mmhg", "mm(hg)", "mm[hg]", "mbar", "msec", "mg", "mmol", "meq", "ml", "ml/min", "mlmin",
    "ml/h", "ml/hr", "ml/min/1.73m2", "ml/min/1.73m*2", "mmol/l", "mmoll", "meq/l", "mosm/kg",
    "mg/l", "mg/dl", "mg/mmol", "mm/h", "mm/hr", "g/dl",
  ]

  /// Those of them of which both exist in hospitals: thousandths of units and millions of them,
  /// millivolt and the megavolt of radiotherapy.
  private static let twofold: Set<String> = ["mu/l", "miu/l", "miu/ml", "mv"]

  /// Whether a capital M or G at the begin, or a G behind a small prefix (`uG/L`), leaves the unit
  /// open. A sender of capitals only (`MG/DL`) has no case to say anything by, and no hospital has
  /// megagrams.
  private static func isDoubtful(_ text: String, _ key: String) -> Bool {
    let beginsLarge = text.utf8.first.map { (65...90).contains($0) } ?? false
    if beginsLarge, twofold.contains(key) { return true }
    guard isMixed(text) else { return false }
    if beginsLarge, scaled.contains(key) { return true }
    guard text.utf8.contains(UInt8(ascii: "G")), let unit = UCUM.parsed(text) else { return false }
    return unit.atoms.contains { $0.hasSuffix("G") }
  }

  /// Whether both small letters and capitals occur.
  private static func isMixed(_ text: String) -> Bool {
    text.utf8.contains { (97...122).contains($0) } && text.utf8.contains { (65...90).contains($0) }
  }

  /// Keys folded. Capitals without a slash: HL7 v2 laboratory systems (table of google/simhospital
  /// among them); ISO+ spellings: HL7 v2 chapter 7, figure 7-9; the case-insensitive variants are
  /// UCUM's own column.
  public static let all: [String: String] = [
    "bpm": "/min", "beats/min": "/min", "beat/min": "/min", "beats/minute": "/min", "/min": "/min",
    "1/min": "/min", "rpm": "/min", "brpm": "/min", "breaths/min": "/min", "br/min": "/min",
    "breaths/minute": "/min", "resp/min": "/min", "pulse/min": "/min", "puls/min": "/min",
    "ppm": "[ppm]",
    "percent": "%", "pct": "%", "%": "%", "mmhg": "mm[Hg]", "mm(hg)": "mm[Hg]", "mm[hg]": "mm[Hg]",
    "cmh2o": "cm[H2O]", "cm[h2o]": "cm[H2O]", "kpa": "kPa", "hpa": "hPa", "mbar": "mbar",
    "cel": "Cel", "degc": "Cel", "deg.c": "Cel", "°c": "Cel", "celsius": "Cel", "degreesc": "Cel",
    "degf": "[degF]", "deg.f": "[degF]", "°f": "[degF]", "fahrenheit": "[degF]", "[degf]": "[degF]",
    "sec": "s", "secs": "s", "seconds": "s", "msec": "ms", "min": "min", "mins": "min",
    "minutes": "min",
    "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "day": "d", "days": "d", "weeks": "wk",
    "months": "mo", "yr": "a", "yrs": "a", "year": "a", "years": "a",
    "kg": "kg", "kgs": "kg", "gm": "g", "gms": "g", "grams": "g", "lb": "[lb_av]", "lbs": "[lb_av]",
    "oz": "[oz_av]", "cm": "cm", "inch": "[in_i]", "inches": "[in_i]", "foot": "[ft_i]",
    "feet": "[ft_i]", "mcg": "ug", "µg": "ug", "μg": "ug",
    "kg/m2": "kg/m2", "kg/m^2": "kg/m2", "kg/m²": "kg/m2",
    "ml": "mL", "cc": "mL", "ltr": "L", "l/min": "L/min", "lpm": "L/min", "ml/min": "mL/min",
    "mlmin": "mL/min",
    "ml/h": "mL/h", "ml/hr": "mL/h", "ml/min/1.73m2": "mL/min/{1.73_m2}",
    "ml/min/1.73m*2": "mL/min/{1.73_m2}",
    "mmol/l": "mmol/L", "mmoll": "mmol/L", "umol/l": "umol/L", "umoll": "umol/L",
    "µmol/l": "umol/L",
    "μmol/l": "umol/L", "nmol/l": "nmol/L", "pmol/l": "pmol/L",

    "meq/l": "meq/L", "mosm/kg": "mosm/kg", "mg/l": "mg/L", "mg/dl": "mg/dL",
    "mg": "mg", "mmol": "mmol", "meq": "meq",

    "g/l": "g/L", "g/dl": "g/dL", "gm/dl": "g/dL", "ug/l": "ug/L",

    "mcg/l": "ug/L", "mcg/ml": "ug/mL", "ng/ml": "ng/mL", "ng/l": "ng/L",
    "pg/ml": "pg/mL",
    "ug/ml": "ug/mL", "ng/dl": "ng/dL",
    "ug/dl": "ug/dL", "mcg/dl": "ug/dL", "mg/mmol": "mg/mmol", "u/l": "U/L", "units/l": "U/L",
    "iu/l": "[iU]/L", "iu/ml": "[iU]/mL", "miu/l": "m[iU]/L", "miu/ml": "m[iU]/mL",
    "mu/l": "mU/L", "ku/l": "kU/L", "iu": "[iU]", "fl": "fL", "pg": "pg",
    "ratio": "{ratio}",
    "x10*9/l": "10*9/L", "x10^9/l": "10*9/L", "10*9/l": "10*9/L", "10^9/l": "10*9/L",
    "x10e9/l": "10*9/L",
    "10e9/l": "10*9/L", "giga/l": "10*9/L", "giga.l-1": "10*9/L", "k/ul": "10*3/uL",
    "x10*3/ul": "10*3/uL",
    "x10(3)/mcl": "10*3/uL", "10*3/ul": "10*3/uL", "10^3/ul": "10*3/uL", "x10^3/ul": "10*3/uL",
    "thou/ul": "10*3/uL", "10e3/ul": "10*3/uL", "x10*12/l": "10*12/L", "x10^12/l": "10*12/L",
    "10*12/l": "10*12/L", "10^12/l": "10*12/L", "tera/l": "10*12/L", "tera.l-1": "10*12/L",
    "m/ul": "10*6/uL", "x10*6/ul": "10*6/uL", "10*6/ul": "10*6/uL", "10^6/ul": "10*6/uL",
    "x10^6/ul": "10*6/uL", "mil/ul": "10*6/uL", "/ul": "/uL", "cells/ul": "/uL", "/hpf": "/[HPF]",
    "/lpf": "/[LPF]", "mm/h": "mm/h", "mm/hr": "mm/h", "mv": "mV", "uv": "uV", "hz": "Hz",
  ]
}
