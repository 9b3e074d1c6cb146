extension UnverifiedMessage {
  /// Where key id, label, site, compartment, flow and subject stand in ``frame``, one after the
  /// other.
  ///
  /// Messages that agree in these bytes agree in all that a policy decides by, so a decision can be
  /// remembered under them.
  package var place: Range<Int> { header.keyID.lowerBound..<header.subject.upperBound }
}
