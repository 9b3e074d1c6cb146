import CZeroMQ

extension Socket {
  /// How many refused messages one call throws away before it says that nothing is there, so that a
  /// hostile peer can't keep a thread inside a call.
  static let refusedPerCallMax = 64

  /// Receives a message of a DEALER, PULL or PAIR.
  ///
  /// A message of more than one part, or longer than ``messageBytesMax``, is thrown away and
  /// counted.
  /// - Parameter timeout: how long to wait; zero only looks.
  /// - Returns: false when nothing came.
  package mutating func receive(
    into frame: inout Frame, within timeout: Duration = .zero
  ) throws(ZeroMQError) -> Bool {
    precondition(kind != .router, "a ROUTER's messages have a sender: receiveRouted")
    if try receiveWaiting(into: &frame) { return true }
    if timeout == .zero { return false }
    let deadline = Deadline(within: timeout)
    while try handle.wait(for: ZMQ_POLLIN, until: deadline) {
      if try receiveWaiting(into: &frame) { return true }
    }
    return false
  }

  /// Receives a message of a ROUTER, and says where an answer to it goes.
  ///
  /// A message that is not exactly one part behind the routing id, that is longer than
  /// ``messageBytesMax``, or whose sender chose its routing id itself, is thrown away and counted.
  /// - Parameter timeout: how long to wait; zero only looks.
  /// - Returns: nil when nothing came.
  package mutating func receiveRouted(
    into frame: inout Frame, within timeout: Duration = .zero
  ) throws(ZeroMQError) -> RoutingID? {
    precondition(kind == .router, "only a ROUTER's messages have a routing id")
    if let sender = try receiveRoutedWaiting(into: &frame) { return sender }
    if timeout == .zero { return nil }
    let deadline = Deadline(within: timeout)
    while try handle.wait(for: ZMQ_POLLIN, until: deadline) {
      if let sender = try receiveRoutedWaiting(into: &frame) { return sender }
    }
    return nil
  }

  private mutating func receiveWaiting(into frame: inout Frame) throws(ZeroMQError) -> Bool {
    for _ in 0..<Self.refusedPerCallMax {
      guard try handle.receivePart(into: frame) else { return false }
      if try admits(frame) {
        frame.userID = security == .curveServer ? frame.metadataUserID : nil
        return true
      }
    }
    return false
  }

  private mutating func receiveRoutedWaiting(
    into frame: inout Frame
  ) throws(ZeroMQError) -> RoutingID? {
    for _ in 0..<Self.refusedPerCallMax {
      guard try handle.receivePart(into: incomingAddress) else { return nil }
      guard incomingAddress.hasMore, try handle.receivePart(into: frame) else {
        refusals.multipart += 1
        continue
      }
      guard try admits(frame) else { continue }
      guard let sender = incomingAddress.withUnsafeBytes({ RoutingID($0) }) else {
        refusals.foreignRoutingID += 1
        continue
      }
      frame.userID = security == .curveServer ? frame.metadataUserID : nil
      return sender
    }
    return nil
  }

  /// Whether the part in `frame` is a whole message of allowed length; else the rest of it is
  /// drained.
  private mutating func admits(_ frame: borrowing Frame) throws(ZeroMQError) -> Bool {
    if frame.hasMore {
      try handle.drain(frame)
      refusals.multipart += 1
      return false
    }
    if frame.count > messageBytesMax {
      refusals.oversized += 1
      return false
    }
    return true
  }
}
