package import Journal

/// Gives the journal's numbers to names. In memory and the same for the same name for ever, so that
/// the core may ask it without doing I/O.
package protocol Numbering: AnyObject {
  /// The number of a flow; nil when there are too many.
  func number(ofFlow name: String) -> FlowNumber?
  /// The number of a principal or rule; nil when there are too many.
  func number(ofName name: String) -> NameNumber?
  /// The number that a principal or rule has already.
  func knownNumber(ofName name: String) -> NameNumber?
  /// The name of a flow that has a number.
  func name(of flow: FlowNumber) -> String?
}

extension LMDBJournal: Numbering {
  package func number(ofFlow name: String) -> FlowNumber? { try? flow(named: name) }
  package func number(ofName name: String) -> NameNumber? { try? intern(name) }
  package func knownNumber(ofName name: String) -> NameNumber? { number(named: name) }
}
