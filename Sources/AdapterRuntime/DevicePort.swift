package import AdapterKit
import Glibc
package import NIOCore
import NIOPosix

/// A TCP listener for one device link: bytes in, replies out, one frame in flight a connection.
///
/// A device may not send its next message before the answer to the last one counts (HL7 v2 chapter
/// 2.9): frames of one connection are handled strictly in order, and while one is handled the
/// socket is not read, so a flooding device fills its own TCP window and nothing else.
package struct DevicePort: Sendable {
  /// What turns a frame into the bytes of the reply; empty bytes mean silence.
  package typealias Handle = @Sendable (FramingEvent) async -> DeviceReply

  private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  private let framing: @Sendable () -> any Framing
  private let handle: Handle
  private let limits: PortLimits

  /// A port whose connections are cut by `framing` and answered by `handle`.
  package init(
    limits: PortLimits = PortLimits(), framing: @escaping @Sendable () -> any Framing,
    handle: @escaping Handle
  ) {
    self.limits = limits
    self.framing = framing
    self.handle = handle
  }

  /// Binds and serves until the task is cancelled.
  ///
  /// - Parameters:
  ///   - address: where to listen; port 0 picks a free one.
  ///   - ready: called once with the bound address.
  package func serve(
    at address: DeviceAddress, on group: any EventLoopGroup,
    ready: @Sendable (DeviceAddress) -> Void
  ) async throws {
    let listener = try await bootstrap(group)
      .bind(host: address.host, port: address.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try Connection(wrappingChannelSynchronously: channel)
        }
      }
    let port = listener.channel.localAddress?.port ?? address.port
    ready(DeviceAddress(host: address.host, port: port))
    try await listener.executeThenClose { connections in
      try await withThrowingDiscardingTaskGroup { group in
        let slots = ConnectionSlots(limits)
        for try await connection in connections {
          let peer = connection.channel.remoteAddress?.ipAddress ?? ""
          guard slots.take(peer) else {
            // A channel that is only dropped stops the process: it must be used up to be closed.
            group.addTask { try? await connection.executeThenClose { _, _ in } }
            continue
          }
          group.addTask {
            await converse(connection)
            slots.giveBack(peer)
          }
        }
      }
    }
  }

  private func bootstrap(_ group: any EventLoopGroup) -> ServerBootstrap {
    let tcp = NIOBSDSocket.OptionLevel.tcp
    let keepAlive = PortLimits.keepAlive
    let options = [
      (TCP_KEEPIDLE, keepAlive.idle), (TCP_KEEPINTVL, keepAlive.pause),
      (TCP_KEEPCNT, keepAlive.probes),
    ]
    var bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 64)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.so_keepalive), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
    for (name, value) in options {
      let option = ChannelOptions.Types.SocketOption(
        level: tcp, name: NIOBSDSocket.Option(rawValue: name))
      bootstrap = bootstrap.childChannelOption(option, value: SocketOptionValue(value))
    }
    return bootstrap
  }

  /// A failing device costs its own connection only.
  private func converse(_ connection: Connection) async {
    do {
      try await connection.executeThenClose { inbound, outbound in
        var conversation = Conversation(
          limits, framing(), ConnectionAlarm(connection.channel), outbound, handle: handle)
        try await conversation.run(inbound)
      }
    } catch {
      return  // The device went away or reset: what it sent without an answer it will send again.
    }
  }
}

/// What goes back to the device for one frame.
package struct DeviceReply: Sendable {
  /// Messages to send, not yet framed, in order.
  package var messages: [[UInt8]]
  /// Whether the connection ends after them.
  package var closes: Bool

  /// Replies, and whether the connection ends.
  package init(_ messages: [[UInt8]] = [], closes: Bool = false) {
    self.messages = messages
    self.closes = closes
  }
}
