import AdapterRuntime
import Glibc
import NIOCore
import NIOPosix

/// A device at the other end of a port: sends bytes, waits for bytes or for the end.
struct Peer {
  private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
  private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

  /// Connects, runs `body` as the device, and closes.
  static func talk<Result>(
    to address: DeviceAddress, _ body: (inout Peer) async throws -> Result
  ) async throws -> Result {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .connect(host: address.host, port: address.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      var peer = Peer(channel: channel, inbound: inbound.makeAsyncIterator(), outbound: outbound)
      return try await body(&peer)
    }
  }

  func send(_ text: String) async throws {
    try await outbound.write(ByteBuffer(string: text))
  }

  /// Says that nothing more will come, and goes on listening.
  func finishSending() async throws {
    try await channel.channel.close(mode: .output)
  }

  /// Breaks off as a machine does that has lost its network: by a reset.
  func reset() async throws {
    let socket = channel.channel as? any SocketOptionProvider
    try await socket?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
    try await channel.channel.close()
  }

  /// What came next; nil when the port has closed.
  mutating func receive() async -> String? {
    // A reset is an end as well.
    guard let buffer = try? await inbound.next() else { return nil }
    return String(buffer: buffer)
  }

  /// Everything until the port closes.
  mutating func receiveAll() async -> String {
    var all = ""
    while let part = await receive() { all += part }
    return all
  }
}

extension DevicePort {
  /// Serves at a free port of this machine while `body` runs.
  func serving<Result: Sendable>(
    _ body: @Sendable (DeviceAddress) async throws -> Result
  ) async throws -> Result {
    let (addresses, bound) = AsyncStream.makeStream(of: DeviceAddress.self)
    let server = Task {
      try await serve(
        at: DeviceAddress(host: "127.0.0.1", port: 0), on: MultiThreadedEventLoopGroup.singleton
      ) { bound.yield($0) }
      bound.finish()
    }
    defer { server.cancel() }
    guard let address = await addresses.first(where: { _ in true }) else {
      throw CancellationError()
    }
    return try await body(address)
  }
}
