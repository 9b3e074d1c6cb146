/// For devices that are never answered: what they send and nobody could take is lost for them.
public struct Silence: AcknowledgementPolicy {
  /// No answer.
  public init() {}

  /// None, whatever became of the frame.
  public func replies(
    to frame: [UInt8], outcomes: [IngestOutcome], context: ReplyContext
  ) -> [[UInt8]] { [] }
}
