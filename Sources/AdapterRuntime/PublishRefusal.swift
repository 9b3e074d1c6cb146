/// What a cell's refusal means to a device.
enum PublishRefusal {
  /// Codes that pass: the clocks will agree again, the policy's documents will be renewed, the key
  /// will have one producer, the message will be signed anew. The device keeps the message and
  /// sends it again. Any other code stays until somebody changes the policy or the link.
  private static let passing: Set<Int> = [
    // Policy: resolved again under the new one, the compartment is closed, stale, frozen.
    2253, 2256, 2257, 2258,
    // Another producer has the key in a newer epoch; a hole in the sequence; the clock is wrong.
    3120, 3121, 3122,
    // The cryptographic library failed.
    9101,
  ]

  /// Whether sending again can help.
  static func passes(_ code: Int) -> Bool { passing.contains(code) }
}
