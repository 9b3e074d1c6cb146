public import NormalizedFormat

/// What a link knows about the messages that it sends. None of it is read from a clock or a socket
/// by the adapter.
public struct EgressContext: Sendable {
  /// Who the message says that it is from; nil leaves its source's own.
  public var sendingApplication: Authority?
  /// Where that is; nil leaves its source's own.
  public var sendingFacility: Authority?

  /// A link of these names.
  public init(sendingApplication: Authority? = nil, sendingFacility: Authority? = nil) {
    self.sendingApplication = sendingApplication
    self.sendingFacility = sendingFacility
  }
}
