/// What the demo's device stand-ins say: HL7 v2 as such equipment sends it, about invented
/// patients.
///
/// Each generator is deterministic in its counter, so that a run can be told apart from its
/// repetition by the control ids only.
enum DemoTraffic {
  private static let families = ["MARCHAND", "LEROUX", "BENALI", "OKAFOR", "SCHMITT", "NGUYEN"]
  private static let givenNames = ["Camille", "Nadia", "Paul", "Ines", "Hugo", "Awa"]

  /// Patient, as every system of the hospital knows it.
  private static func pid(_ number: Int) -> String {
    let index = number % families.count
    let id = 700_100 + index
    let sex = index.isMultiple(of: 2) ? "F" : "M"
    return "PID|1||\(id)^^^HOPITAL&1.2.250.1.71.4.2.2&ISO^PI||"
      + "\(families[index])^\(givenNames[index])^^^^^L||19\(50 + index)0\(1 + index)1\(index)|"
      + "\(sex)"
  }

  private static func message(_ segments: [String]) -> [UInt8] {
    Array((segments.joined(separator: "\r") + "\r").utf8)
  }

  /// A bedside monitor: IHE PCD-01 (DEC), fourteen metrics under their MDS, VMD and channels.
  static func bedsideMonitor(_ counter: Int, id: String, at time: String) -> [UInt8] {
    let wave = counter % 20
    let metrics: [(code: String, place: String, value: String, unit: String)] = [
      ("147842^MDC_ECG_HEART_RATE^MDC", "1.1.1.1", "\(70 + wave)", beats),
      ("149530^MDC_PULS_OXIM_PULS_RATE^MDC", "1.2.1.1", "\(70 + wave)", beats),
      ("150456^MDC_PULS_OXIM_SAT_O2^MDC", "1.2.1.2", "\(98 - wave % 4)", percent),
      ("150037^MDC_PRESS_BLD_ART_ABP_SYS^MDC", "1.3.1.1", "\(118 + wave % 9)", pressure),
      ("150038^MDC_PRESS_BLD_ART_ABP_DIA^MDC", "1.3.1.2", "\(74 + wave % 7)", pressure),
      ("150039^MDC_PRESS_BLD_ART_ABP_MEAN^MDC", "1.3.1.3", "\(88 + wave % 8)", pressure),
      ("150301^MDC_PRESS_CUFF_SYS^MDC", "1.4.1.1", "121", pressure),
      ("150302^MDC_PRESS_CUFF_DIA^MDC", "1.4.1.2", "77", pressure),
      ("150303^MDC_PRESS_CUFF_MEAN^MDC", "1.4.1.3", "92", pressure),
      ("151562^MDC_RESP_RATE^MDC", "1.5.1.1", "\(14 + wave % 5)", breaths),
      ("151594^MDC_CO2_RESP_RATE^MDC", "1.6.1.1", "\(14 + wave % 5)", breaths),
      ("150344^MDC_TEMP^MDC", "1.7.1.1", "37.\(wave % 10)", celsius),
      ("150344^MDC_TEMP^MDC", "1.7.1.2", "36.\(wave % 10)", celsius),
      ("131842^MDC_ECG_AMPL_ST_I^MDC", "1.1.1.2", "0.\(wave % 3)", millimetres),
    ]
    var segments = [
      "MSH|^~\\&|MONITOR^080019FFFE1443EC^EUI-64|ICU|VAGUEMESTRE||\(time)||ORU^R01^ORU_R01|"
        + "\(id)|P|2.6"
        + "|||NE|AL||UNICODE UTF-8|||IHE_PCD_001^IHE PCD^1.3.6.1.4.1.19376.1.6.1.1.1^ISO",
      pid(counter), "PV1|1|I|ICU^12^\(1 + counter % 6)",
      "OBR|1|\(id)^MONITOR^080019FFFE1443EC^EUI-64|\(id)^MONITOR^080019FFFE1443EC^EUI-64"
        + "|182777000^monitoring of patient^SCT|||\(time)",
      "OBX|1||69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC|1.0.0.0|||||||X",
    ]
    for (index, metric) in metrics.enumerated() {
      segments.append(
        "OBX|\(index + 2)|NM|\(metric.code)|\(metric.place)|\(metric.value)|\(metric.unit)|||||"
          + "R|||\(time)"
          + "||||080019FFFE1443EC^MONITOR")
    }
    return message(segments)
  }

  /// The same monitor calling for somebody: IHE PCD-04 (ACM). Each alert starts, and ends with the
  /// next message.
  static func alarm(_ counter: Int, id: String, at time: String) -> [UInt8] {
    let isOver = !counter.isMultiple(of: 2)
    let place = "1.2.1.1"
    return message([
      "MSH|^~\\&|MONITOR^080019FFFE1443EC^EUI-64|ICU|VAGUEMESTRE||\(time)||ORU^R40^ORU_R40|"
        + "\(id)|P|2.6"
        + "|||NE|AL||UNICODE UTF-8|||IHE_PCD_ACM_001^IHE PCD^1.3.6.1.4.1.19376.1.6.1.4.1^ISO",
      pid(counter / 2), "PV1|1|I|ICU^12^\(1 + counter / 2 % 6)",
      "OBR|1||ALERT-\(counter / 2)^MONITOR^080019FFFE1443EC^EUI-64|196616^MDC_EVT_ALARM^MDC|||"
        + "\(time)",
      "OBX|1|ST|196648^MDC_EVT_HI^MDC|\(place).1|Pulse high|||PM~SP||||||\(time)"
        + "||||080019FFFE1443EC^MONITOR",
      "OBX|2|NM|149530^MDC_PULS_OXIM_PULS_RATE^MDC|\(place).2|\(isOver ? 96 : 148)|\(beats)"
        + "|50-120||||R|||\(time)||||080019FFFE1443EC^MONITOR",
      "OBX|3|ST|68481^MDC_ATTR_EVENT_PHASE^MDC|\(place).3|\(isOver ? "end" : "start")||||||R",
      "OBX|4|ST|68482^MDC_ATTR_ALARM_STATE^MDC|\(place).4|\(isOver ? "inactive" : "active")"
        + "||||||R",
    ])
  }

  private static let beats = "264864^MDC_DIM_BEAT_PER_MIN^MDC"
  private static let percent = "262688^MDC_DIM_PERCENT^MDC"
  private static let pressure = "266016^MDC_DIM_MMHG^MDC"
  private static let breaths = "264928^MDC_DIM_RESP_PER_MIN^MDC"
  private static let celsius = "268192^MDC_DIM_DEGC^MDC"
  private static let millimetres = "263442^MDC_DIM_MILLI_M^MDC"

  /// A laboratory system: electrolytes, final results.
  static func laboratory(_ counter: Int, id: String, at time: String) -> [UInt8] {
    message([
      "MSH|^~\\&|LIS|LAB|VAGUEMESTRE||\(time)||ORU^R01^ORU_R01|\(id)|P|2.5.1|||AL|NE||UNICODE "
        + "UTF-8",
      pid(counter), "PV1|1|I|ICU^12^\(1 + counter % 6)", "ORC|RE|P\(id)|F\(id)||CM",
      "OBR|1|P\(id)|F\(id)|24326-1^Electrolytes panel^LN|||\(time)|||||||||||||||\(time)||CH|F",
      "OBX|1|NM|2951-2^Sodium^LN||\(136 + counter % 9)|mmol/L|135-145||||F|||\(time)",
      "OBX|2|NM|2823-3^Potassium^LN||\(3 + counter % 3).\(counter % 10)|mmol/L|3.5-5.1||||F|||"
        + "\(time)",
      "OBX|3|NM|2160-0^Creatinine^LN||\(60 + counter % 70)|umol/L|49-92|"
        + "\(counter % 70 > 32 ? "H" : "N")"
        + "|||F|||\(time)",
      "NTE|1||Hemolysis index within limits",
    ])
  }

  /// The admissions office: who arrives, moves, leaves; one in five is an appointment.
  static func admissions(_ counter: Int, id: String, at time: String) -> [UInt8] {
    if counter % 5 == 4 { return appointment(counter, id: id, at: time) }
    let event = ["A01", "A08", "A02", "A03"][counter % 4]
    return message([
      "MSH|^~\\&|ADMISSIONS|HOPITAL|VAGUEMESTRE||\(time)||ADT^\(event)|\(id)|P|2.5||||||UNICODE "
        + "UTF-8",
      "EVN|\(event)|\(time)", pid(counter),
      "NK1|1|MARCHAND^Louise|SPO^Spouse^HL70063",
      "PV1|1|I|ICU^12^\(1 + counter % 6)^HOPITAL|||WARD^3^2|1234^DURAND^Anne^^^Dr"
        + "|||CAR||||7|||1234^DURAND^Anne^^^Dr||V\(id)",
    ])
  }

  private static func appointment(_ counter: Int, id: String, at time: String) -> [UInt8] {
    message([
      "MSH|^~\\&|AGENDA|HOPITAL|VAGUEMESTRE||\(time)||SIU^S12^SIU_S12|\(id)|P|2.5||||||UNICODE "
        + "UTF-8",
      "SCH|P\(id)|F\(id)|||||ECHO^Echocardiography^L|NORMAL|30|min|^^30^\(time)", pid(counter),
      "PV1|1|O|CARDIO^1", "AIL|1|A|CARDIO^1^2|||\(time)",
    ])
  }

  /// Cardiology's reporting system: a transcribed document.
  static func cardiology(_ counter: Int, id: String, at time: String) -> [UInt8] {
    message([
      "MSH|^~\\&|ECHO|CARDIOLOGY|VAGUEMESTRE||\(time)||MDM^T02^MDM_T02|\(id)|P|2.5|||AL|NE||"
        + "UNICODE UTF-8",
      "EVN|T02|\(time)", pid(counter), "PV1|1|O|CARDIO^1",
      "TXA|1|CN^Consultation note|TX|\(time)|1234^DURAND^Anne|\(time)||||||D\(id)|||||AU",
      "OBX|1|TX|11522-0^Echocardiography report^LN||Left ventricular ejection fraction "
        + "\(52 + counter % 9) %||||||F",
    ])
  }

  /// What a broken sender makes of it: no header that could be read.
  static func unreadable(_ counter: Int) -> [UInt8] {
    Array("MSA|garbled transmission \(counter)\rPID|||\r".utf8)
  }
}
