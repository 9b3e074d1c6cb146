/// How the patients of one source message become messages, by what its structure says of a second
/// PID (HL7 v2.9, the abstract message syntax of each chapter).
enum PatientStructure {
  /// One act about one patient: what another PID would mean is not said. Each may have an act of
  /// its own, all the same.
  case single
  /// The patient repeats with all that follows.
  case repeating
  /// As above; the one event is about all of them.
  case event
  /// The patient of each repetition may be left out: accessions of a population (next of kin,
  /// perhaps a patient, specimens), orders as an answer (query, perhaps a patient, orders).
  case optional
  /// Two patients of one event.
  case pair
  /// The patients of one appointment: what is not theirs is everybody's.
  case shared
  /// Another PID begins results of earlier orders, of the same patient.
  case priorResults

  init(_ header: MessageHeader) {
    switch header.code {
    case "ADT": self = AdmissionBuilder.holdsTwoPatients(header.trigger) ? .pair : .event
    case "OPU", "OPL", "OPR", "RAR", "RDR", "RER", "RGR", "ROR": self = .optional
    case "SIU", "SRM", "SRR", "SQM", "SQR": self = .shared
    case "OML", "OMG": self = .priorResults
    case "MDM", "VXU": self = .single
    case let code where OrderBuilder.codes.contains(code): self = .single
    default: self = .repeating
    }
  }
}
