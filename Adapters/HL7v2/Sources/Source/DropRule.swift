/// Why a field is left out of the normalized message on purpose. The names stand in the README.
enum DropRule: String {
  /// Numbers segments of one kind; the order of the model says the same.
  case setID = "set-id"
  /// Declares the syntax of the source, which the model does not have.
  case syntax
  /// Tells the port how to answer; it did.
  case acknowledgement
  /// How a row was written that says one property of an alert.
  case facet
  /// Envelope of a batch: the port's matter.
  case batch
}
