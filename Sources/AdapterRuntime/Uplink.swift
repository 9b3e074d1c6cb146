package import Client
package import SignedMessage

/// The way from an adapter into its cell, bounded: what it takes it keeps until the cell answers.
package protocol Uplink: Sendable {
  /// How much it can hold at all: what is more than that can never go in one piece.
  var bounds: UplinkBounds { get }

  /// Takes drafts if there is room for all of them; false, and none was taken, where there is not.
  ///
  /// - Parameters:
  ///   - bytes: what the caller holds besides the drafts until they are answered.
  ///   - completion: gets one outcome a draft, in order, whenever the cell has answered. There is
  ///     no time-out: who has to answer somebody in time decides that by its own clock.
  func submit(
    _ drafts: [MessageDraft], holding bytes: Int,
    completion: @escaping @Sendable ([PublishOutcome]) -> Void
  ) -> Bool
}

/// How much may wait for a cell.
package struct UplinkBounds: Equatable, Sendable {
  /// Drafts that are not answered.
  package let drafts: Int
  /// Their bytes, and what is held beside them.
  package let bytes: Int

  /// By default, four frames of the largest size with what came of them.
  package init(drafts: Int = 4_096, bytes: Int = 64 << 20) {
    self.drafts = drafts
    self.bytes = bytes
  }

  /// What is kept of a draft besides its payload, roughly: label, subject, state.
  package static let draftOverhead = 1_024

  /// What drafts take.
  package static func bytes(of drafts: [MessageDraft]) -> Int {
    drafts.reduce(0) { $0 + $1.payload.count + draftOverhead }
  }

  /// Whether drafts could ever be taken together, with what is held beside them.
  package func canHold(_ drafts: [MessageDraft], holding bytes: Int) -> Bool {
    drafts.count <= self.drafts && Self.bytes(of: drafts) + bytes <= self.bytes
  }
}
