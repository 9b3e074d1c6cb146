/// What kind of principal it is; says what it may be granted at all.
package enum Role: String, Hashable, Sendable, CaseIterable {
  /// A device that speaks the gateway's own protocol.
  case device
  /// A process that translates for devices or systems, in or out.
  case adapter
  /// Reads only.
  case subscriber
  /// A cell's own key towards other cells; holds no grants, only imports and exports name it.
  case link
  /// A person who administers; holds no grants.
  case officer

  /// Whether a policy may let it publish.
  package var mayPublish: Bool { self == .device || self == .adapter }
  /// Whether a policy may let it subscribe.
  package var maySubscribe: Bool { mayPublish || self == .subscriber }
}
