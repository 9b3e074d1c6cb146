/// What an adapter did that it must not.
public struct ConformanceFailure: Equatable, Sendable, CustomStringConvertible {
  /// The claims that every adapter makes.
  public enum Claim: String, Sendable {
    /// A vector gives its golden messages, or its refusal.
    case golden
    /// Any chunking of the same bytes gives the same messages.
    case chunking
    /// Any bytes give messages or a refusal; the messages are well-formed and survive their
    /// encoding.
    case totality
    /// `translate` gives what `normalize` gives.
    case translation
    /// Mapped + dropped + unknown = all non-empty fields.
    case loss
    /// No error says anything of the content.
    case silence
    /// The parts of a frame are all its bytes.
    case splitting
  }

  /// Which claim does not hold.
  public let claim: Claim
  /// For which vector, or which mutation.
  public let about: String
  /// What was seen. May quote the vector: vectors hold no patient's data.
  public let detail: String

  /// Claim, vector, what was seen.
  public var description: String { "\(claim.rawValue): \(about): \(detail)" }
}
