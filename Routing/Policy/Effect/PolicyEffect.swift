package import Labels

/// What a version of a document changes of what the version before it lets happen. Found by
/// comparing the two, never by what the document says of itself.
///
/// Sound, not complete: what only takes away may be called widening, what gives is never called
/// narrowing.
package struct PolicyEffect: Hashable, Sendable {
  /// Which way a version goes.
  package enum Direction: String, Hashable, Sendable, CaseIterable {
    /// Says the same in other words, or anew.
    case neutral
    /// Takes away, and does nothing else.
    case narrowing
    /// Anything else.
    case widening
  }

  package let direction: Direction
  /// Where it is not shown that the version only takes away: `principals.monitor`. Ascending; empty
  /// unless it widens. The empty place is the document as a whole.
  package let widened: [String]
  /// Where it takes away what is the quorum's to take. Ascending.
  package let reserved: [String]

  /// Whether one key of the quorum is enough.
  package var needsOneKey: Bool { direction == .narrowing && reserved.isEmpty }

  /// How many keys of a quorum must sign the version.
  package func signaturesNeeded(of quorum: KeyQuorum) -> Int {
    needsOneKey ? min(1, quorum.threshold) : quorum.threshold
  }

  /// The effect of a policy's version after another.
  ///
  /// - Parameter scheme: of the charter that rules. A bound that it does not admit lets nothing
  ///   through, and to change such a bound may widen.
  package init(
    of new: CompartmentPolicy, after old: CompartmentPolicy, under scheme: LabelScheme
  ) {
    widened = PolicyComparison.widened(by: new, after: old, under: scheme)
    // A later issue alone takes nothing away that anybody meant to take.
    var before = old
    before.edition.issued = new.edition.issued
    let isNeutral =
      widened.isEmpty && PolicyComparison.widened(by: before, after: new, under: scheme).isEmpty
    direction = isNeutral ? .neutral : widened.isEmpty ? .narrowing : .widening
    reserved = CriticalCare(of: old).taken(by: new)
  }

  /// The effect of a charter's version after another.
  package init(of new: Charter, after old: Charter) {
    let comparison = CharterComparison(new, after: old)
    widened = comparison.widened
    var before = old
    before.edition.issued = new.edition.issued
    let isNeutral =
      widened.isEmpty && CharterComparison(before, after: new).widened.isEmpty
    direction = isNeutral ? .neutral : widened.isEmpty ? .narrowing : .widening
    reserved = comparison.reserved
  }
}
