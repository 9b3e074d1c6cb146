package import AdapterKit
import NIOPosix

/// Runs one device link: its port and its uplink, in a process of its own.
package struct AdapterProcess<Device: Adapter>: Sendable {
  private let link: DeviceLink<Device>
  private let address: DeviceAddress

  /// A link, and where its devices connect.
  package init(_ link: DeviceLink<Device>, listeningAt address: DeviceAddress) {
    self.link = link
    self.address = address
  }

  /// Serves until the task is cancelled; `ready` gets the bound address.
  package func run(ready: @escaping @Sendable (DeviceAddress) -> Void) async throws {
    let port = DevicePort(framing: { link.makeFraming() }, handle: { await link.handle($0) })
    try await port.serve(at: address, on: MultiThreadedEventLoopGroup.singleton, ready: ready)
  }
}
