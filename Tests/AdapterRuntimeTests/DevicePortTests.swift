import AdapterKit
import AdapterRuntime
import Testing

@Suite struct DevicePortTests {
  /// A port that says back what it was sent.
  private func echo(connectionsMax: Int = 8) -> DevicePort {
    DevicePort(connectionsMax: connectionsMax, framing: { MLLPFraming() }) { event in
      guard case .message(let frame) = event else { return DeviceReply() }
      return DeviceReply([frame])
    }
  }

  private func framed(_ text: String) -> String { "\u{B}\(text)\u{1C}\r" }

  @Test func `a connection too many is closed and costs the others nothing`() async throws {
    try await echo(connectionsMax: 1).serving { address in
      try await Peer.talk(to: address) { first in
        try await first.send(framed("MSH|1"))
        #expect(await first.receive() == framed("MSH|1"))
        for _ in 0..<2 {
          let heard = try await Peer.talk(to: address) { await $0.receive() }
          #expect(heard == nil)
        }
        try await first.send(framed("MSH|2"))
        #expect(await first.receive() == framed("MSH|2"))
      }
    }
  }

  @Test func `a slot that a device gave back is free again`() async throws {
    try await echo(connectionsMax: 1).serving { address in
      // The port notices the end of a connection by itself; until then the next one is closed.
      var answers = 0
      while answers < 3 {
        let heard = try await Peer.talk(to: address) { peer in
          try? await peer.send(framed("MSH|1"))
          return await peer.receive()
        }
        if heard == framed("MSH|1") { answers += 1 }
      }
    }
  }
}
