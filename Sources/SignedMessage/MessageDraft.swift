package import Labels

/// What a producer wants signed: a payload, and where and under which label it goes.
package struct MessageDraft: Sendable {
  /// The flow of the producer's own compartment.
  package let flow: String
  /// The confidentiality label.
  package let label: Label
  /// The location or device it is about; never a patient.
  package let subject: String
  /// A normalized message.
  package let payload: [UInt8]

  /// A draft; its texts are checked when it is signed.
  package init(flow: String, label: Label, subject: String, payload: [UInt8]) {
    self.flow = flow
    self.label = label
    self.subject = subject
    self.payload = payload
  }
}
