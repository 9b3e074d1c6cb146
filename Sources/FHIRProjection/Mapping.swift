import NormalizedFormat

/// The whole projection, field by field, as the code has it.
package enum Mapping {
  private static var types: [any Mapped.Type] {
    [
      Message.self, Provenance.self, AdapterIdentity.self, MessageSource.self, Authority.self,
      Identifier.self, Concept.self, Coding.self, Period.self, NamedField.self, Device.self,
      RawDigest.self, Patient.self, HumanName.self, Address.self, Telecom.self, Contact.self,
      Organization.self, Allergy.self, Note.self, Practitioner.self, Location.self, Diagnosis.self,
      Coverage.self, Procedure.self, Quantity.self, UnitOfMeasure.self, Encounter.self,
      LossLedger.self, DroppedField.self, UnknownField.self, Observations.self,
      ObservationSet.self, Observation.self, ValueRange.self, Ratio.self, SampledArray.self,
      MediaAttachment.self, ReferenceRange.self, AlarmLimits.self, Reports.self, Report.self,
      Specimen.self, Order.self, Timing.self, OrderItem.self, Medication.self, Admission.self,
      MergedPatient.self, Orders.self, Appointment.self, AppointmentParticipant.self,
      Document.self, Immunizations.self, Immunization.self, Quarantine.self, QuarantinePart.self,
      Other.self, Group.self, Alerts.self, Alert.self, Imaging.self, ImagingSeries.self,
      ImagingInstance.self, Positions.self, Position.self, Coordinates.self, DeviceStatuses.self,
      DeviceStatus.self,
    ]
  }

  /// A row for each field, in the order of the elements.
  package static let rows: [MappingRow] = {
    let desk = Desk(.describing)
    for type in types { describe(type, desk) }
    Value.describe(desk)
    Timestamp.describe(desk)
    var rows: [MappingRow] = []
    for row in desk.rows where !rows.contains(where: { $0.isSame(as: row) }) { rows.append(row) }
    return rows
  }()

  private static func describe<T: Mapped>(_ type: T.Type, _ desk: Desk) {
    var form = Form(desk, type)
    var record = T()
    do { try record.map(&form) } catch { preconditionFailure("describing refuses nothing") }
  }
}

extension MappingRow {
  /// Whether it is of the same field.
  fileprivate func isSame(as row: MappingRow) -> Bool { rule == row.rule && field == row.field }
}
