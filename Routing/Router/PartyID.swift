/// The number of one owner of consumers, a principal: among parties turns are taken, however many
/// consumers each has.
package struct PartyID: Hashable, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }
}
