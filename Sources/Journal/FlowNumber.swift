/// The number under which one journal keeps a flow. It is given once and means the same flow for
/// the life of that journal; another journal numbers its flows its own way.
package struct FlowNumber: Hashable, Sendable, Comparable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
