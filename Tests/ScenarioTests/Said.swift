/// What devices say in these tests, by message id.
enum Said {
  private static func header(_ type: String, _ id: String) -> String {
    "MSH|^~\\&|TEST|WARD|VAGUEMESTRE||20260912120000+0000||\(type)|\(id)|P|2.5|||||||UNICODE UTF-8"
  }

  private static let patient = "PID|1||700101^^^HOPITAL^PI||MARCHAND^Camille"

  /// A bedside monitor's heart rate.
  static func vitals(_ id: String) -> [String] {
    [
      header("ORU^R01^ORU_R01", id) + "|||IHE_PCD_001^IHE PCD^1.3.6.1.4.1.19376.1.6.1.1.1^ISO",
      patient, "OBR|1|\(id)|\(id)|182777000^monitoring of patient^SCT|||20260912120000+0000",
      "OBX|1|NM|147842^MDC_ECG_HEART_RATE^MDC|1.1.1.1|72|264864^MDC_DIM_BEAT_PER_MIN^MDC|||||R",
    ]
  }

  /// A laboratory's result.
  static func result(_ id: String) -> [String] {
    [
      header("ORU^R01^ORU_R01", id), patient,
      "OBR|1|P\(id)|F\(id)|24326-1^Electrolytes panel^LN|||20260912120000+0000||||||||||||||||||F",
      "OBX|1|NM|2951-2^Sodium^LN||140|mmol/L|135-145||||F",
    ]
  }

  /// An admission.
  static func admission(_ id: String) -> [String] {
    [header("ADT^A01^ADT_A01", id), "EVN|A01|20260912120000", patient, "PV1|1|I|ICU^12^1"]
  }
}
