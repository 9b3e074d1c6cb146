/// The number of one consumer of the journal inside one process; never given twice.
package struct ConsumerID: Hashable, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }
}
