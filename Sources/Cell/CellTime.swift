/// Now, as the core is told it: it has no clock of its own.
package struct CellTime: Sendable {
  /// Milliseconds of a clock that never jumps: silence, heartbeats, pauses.
  package let monotonic: Int64
  /// Milliseconds since the Unix epoch: what policy and issued-at are held against.
  package let wall: Int64

  package init(monotonic: Int64, wall: Int64) {
    self.monotonic = monotonic
    self.wall = wall
  }

  /// Seconds since the Unix epoch, as the policy counts.
  var wallSeconds: Int64 { wall / 1_000 }
}
