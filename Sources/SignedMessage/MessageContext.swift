/// Where a message belongs: signed with it, so that it can't be replayed anywhere else.
package struct MessageContext: Hashable, Sendable {
  /// The site of the producer.
  package let site: String
  /// The compartment the message was made in.
  package let compartment: String
  /// The flow it was published on.
  package let flow: String
  /// The location or device it is about; never a patient.
  package let subject: String
  /// The run of the producer: larger at every start.
  package let epoch: UInt64
  /// The place within (key, epoch, flow): 1 for the first, then strictly ascending.
  package let sequence: UInt64
  /// When it was signed, in milliseconds since the Unix epoch, by the producer's clock.
  package let issuedAt: Int64
}
