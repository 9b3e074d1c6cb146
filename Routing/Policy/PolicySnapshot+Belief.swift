package import Cryptography
package import Labels

extension PolicySnapshot {
  /// Why a message that claims this producer, place, subject and label is not to be believed by who
  /// was given it, once its signature verifies; nil if it is.
  ///
  /// The producer must be known in the compartment, may publish this subject on this flow there,
  /// and the label must be valid and name the compartment. Expiry is not asked, nor floor and
  /// ceiling: the message may be old, and was held against what was in force when it was taken.
  package func refusalToBelieve(
    _ producer: KeyID, on flow: FlowID, subject: String, label: CompiledLabel
  ) -> Reason? {
    guard let publisher = publisher(producer, in: flow.compartment),
      let signer = entry(publisher.principal)
    else { return .signerMissing }
    guard let place = flowPlaces[flow] else { return .unknownFlow }
    if let refusal = label.refusal { return .label(refusal) }
    if label.classification > .unrestricted {
      guard let tag = flows[Int(place)].compartmentTag, label.carries(tag) else {
        return .otherCompartment
      }
    }
    guard Subject.isValid(subject) else { return .malformedSubject }
    guard case .covered = signer.publish.match(place, subject) else { return .signerNotGranted }
    return nil
  }
}
