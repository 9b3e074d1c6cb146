import AdapterKit
import NormalizedFormat

extension MessageRendering {
  /// MSH, and SFT and UAC behind it.
  mutating func writeHeader(_ context: EgressContext) {
    let source = message.provenance.source
    var runs = DetailRuns(source.details)
    var header = SegmentDraft("MSH", runs.take("MSH"))
    header.remove(18)
    header.put(3, FieldDraft(context.sendingApplication ?? source.sendingApplication))
    header.put(4, FieldDraft(context.sendingFacility ?? source.sendingFacility))
    header.put(5, FieldDraft(source.receivingApplication))
    header.put(6, FieldDraft(source.receivingFacility))
    header.put(7, message.provenance.created)
    header.put(8, source.security)
    header.put(9, type)
    header.put(10, source.controlID)
    header.put(11, source.processing ?? (isNative ? nil : "P"))
    header.put(12, version.text)
    header.put(13, source.sequence)
    header.put(17, source.country)
    header.put(18, "UNICODE UTF-8")
    header.put(19, source.language)
    header.add(entities: 21, source.profiles)
    write(header)
    for run in runs.takeAll(["SFT", "UAC"]) { write(run) }
    kept = runs
  }

  /// What other segments than the header's left beside the content.
  mutating func writeHeaderRest() { writeKept(kept.runs) }

  /// MSH-9: the source's own where it is of this kind of content, else that of the kind.
  private var type: FieldDraft {
    var draft = FieldDraft()
    let parts = messageType.split(separator: "^", maxSplits: 2, omittingEmptySubsequences: false)
    for (at, part) in parts.enumerated() { draft.set(at + 1, String(part)) }
    return draft
  }

  /// MSH-9.1.
  var messageCode: String { String(messageType.prefix { $0 != "^" }) }

  /// MSH-9.2, where it says one.
  var messageEvent: String? {
    let parts = messageType.split(separator: "^", omittingEmptySubsequences: false)
    return parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil
  }

  private var messageType: String {
    if let type = message.provenance.source.type, isNative, isOfKind(type) { return type }
    switch message.content {
    case .observations, .report: return "ORU^R01^ORU_R01"
    case .admission(let admission): return "ADT^" + (admission.trigger ?? admission.event.trigger)
    case .order: return "ORM^O01^ORM_O01"
    case .appointment(let appointment):
      return "SIU^" + (appointment.trigger ?? appointment.status.event) + "^SIU_S12"
    case .document(let document): return "MDM^" + (document.trigger ?? "T02")
    case .immunization: return "VXU^V04^VXU_V04"
    case .alert: return "ORU^R40^ORU_R40"
    case .other(let other): return other.type
    case .imaging, .position, .deviceStatus, .quarantine: return ""
    }
  }

  /// Whether the reader makes this kind of content of a type of message.
  private func isOfKind(_ type: String) -> Bool {
    let code = String(type.prefix { $0 != "^" })
    let isAlert = type.hasPrefix("ORU^\(DeviceData.alertTrigger)")
    switch message.content {
    case .observations: return code == "ORU" && !isAlert
    case .report: return (code == "ORU" && !isAlert) || code == "OUL" || code == "OPU"
    case .admission: return code == "ADT"
    case .order: return OrderBuilder.codes.contains(code)
    case .appointment: return code == "SIU"
    case .document: return code == "MDM"
    case .immunization: return code == "VXU"
    case .alert: return isAlert
    case .other:
      return !code.isEmpty && !["ADT", "ORU", "OUL", "OPU", "SIU", "MDM", "VXU"].contains(code)
        && !OrderBuilder.codes.contains(code)
    case .imaging, .position, .deviceStatus, .quarantine: return false
    }
  }
}

extension AdmissionEvent {
  /// The first event of table 0003 that means it.
  var trigger: String { AdmissionBuilder.trigger(of: self) ?? "A08" }
}

extension AppointmentStatus? {
  /// The event that says so.
  fileprivate var event: String {
    switch self {
    case .cancelled: "S15"
    case .enteredInError: "S17"
    case .noShow: "S26"
    default: "S12"
    }
  }
}
