import AdapterKit
import AdapterRuntime
import Testing

@Suite struct DevicePortTests {
  /// A port that says back what it was sent, and "truncated" to what broke off.
  private func echo(_ change: (inout PortLimits) -> Void = { _ in }) -> DevicePort {
    var limits = PortLimits()
    change(&limits)
    return DevicePort(limits: limits, framing: { MLLPFraming() }) { event in
      switch event {
      case .message(let frame): DeviceReply([frame])
      case .truncated: DeviceReply([Array("truncated".utf8)])
      case .close: DeviceReply(closes: true)
      }
    }
  }

  private func framed(_ text: String) -> String { "\u{B}\(text)\u{1C}\r" }

  private func hear(_ address: DeviceAddress, after text: String) async throws -> String? {
    try await Peer.talk(to: address) { peer in
      try? await peer.send(text)
      return await peer.receive()
    }
  }

  @Test func `a connection too many is closed and costs the others nothing`() async throws {
    try await echo { $0.connectionsMax = 1 }.serving { address in
      try await Peer.talk(to: address) { first in
        try await first.send(framed("MSH|1"))
        #expect(await first.receive() == framed("MSH|1"))
        for _ in 0..<2 {
          let heard = try await hear(address, after: "")
          #expect(heard == nil)
        }
        try await first.send(framed("MSH|2"))
        #expect(await first.receive() == framed("MSH|2"))
      }
    }
  }

  @Test func `one address does not take all connections`() async throws {
    try await echo { $0.connectionsPerAddressMax = 1 }.serving { address in
      try await Peer.talk(to: address) { first in
        try await first.send(framed("MSH|1"))
        #expect(await first.receive() == framed("MSH|1"))
        let second = try await hear(address, after: framed("MSH|2"))
        #expect(second == nil)
      }
    }
  }

  @Test func `a slot that a device gave back is free again`() async throws {
    try await echo { $0.connectionsMax = 1 }.serving { address in
      // The port notices the end of a connection by itself; until then the next one is closed.
      var answers = 0
      while answers < 3 {
        if try await hear(address, after: framed("MSH|1")) != nil { answers += 1 }
      }
    }
  }

  @Test func `a sender that closes its half after its frame is answered`() async throws {
    let heard = try await echo().serving { address in
      try await Peer.talk(to: address) { peer in
        try await peer.send(framed("MSH|1"))
        try await peer.finishSending()
        return await peer.receiveAll()
      }
    }
    #expect(heard == framed("MSH|1"))
  }

  @Test func `a sender that closes its half inside a frame hears that it broke off`() async throws {
    let heard = try await echo().serving { address in
      try await Peer.talk(to: address) { peer in
        try await peer.send("\u{B}MSH|1|half")
        try await peer.finishSending()
        return await peer.receiveAll()
      }
    }
    #expect(heard == framed("truncated"))
  }

  /// MLLP that tells when bytes have come.
  private struct Watched: Framing {
    private var framing = MLLPFraming()
    private let come: @Sendable () -> Void

    init(_ come: @escaping @Sendable () -> Void) { self.come = come }

    var counts: FramingCounts { framing.counts }
    var isInsideFrame: Bool { framing.isInsideFrame }

    mutating func push(_ bytes: UnsafeRawBufferPointer) -> [FramingEvent] {
      defer { come() }
      return framing.push(bytes)
    }

    mutating func finish() -> [FramingEvent] { framing.finish() }

    func frame(_ message: [UInt8]) -> [UInt8] { framing.frame(message) }
  }

  @Test func `what a device had sent of a frame when it was cut off is kept`() async throws {
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    let (events, happened) = AsyncStream.makeStream(of: FramingEvent.self)
    let port = DevicePort(framing: { Watched { arrived.yield() } }) { event in
      happened.yield(event)
      return DeviceReply()
    }
    let event = try await port.serving { address in
      try await Peer.talk(to: address) { peer in
        try await peer.send("\u{B}MSH|1|half")
        for await _ in arrivals { break }
        try await peer.reset()
      }
      return await events.first { _ in true }
    }
    #expect(event == .truncated(Array("MSH|1|half".utf8)))
  }

  @Test func `a connection that never says anything is closed`() async throws {
    let limits = { (limits: inout PortLimits) in limits.firstFrame = .milliseconds(20) }
    try await echo(limits).serving { address in
      for text in ["", "junk, and no frame"] {
        let heard = try await hear(address, after: text)
        #expect(heard == nil)
      }
    }
  }

  @Test func `a frame whose bytes trickle for ever ends`() async throws {
    try await echo { $0.frame = .milliseconds(20) }.serving { address in
      try await Peer.talk(to: address) { peer in
        try await peer.send("\u{B}MSH|")
        var isOpen = true
        while isOpen { isOpen = (try? await peer.send("x")) != nil }
      }
    }
  }

  @Test func `a device may be silent between frames while others are closed for silence`()
    async throws
  {
    try await echo { $0.firstFrame = .milliseconds(20) }.serving { address in
      var answers: [String?] = []
      // On a busy machine the first frame may itself come too late: then the device comes again.
      while answers.first != framed("MSH|1") {
        answers = try await Peer.talk(to: address) { peer in
          try? await peer.send(framed("MSH|1"))
          guard let first = await peer.receive() else { return [] }
          for _ in 0..<3 { _ = try await hear(address, after: "") }
          try await peer.send(framed("MSH|2"))
          return [first, await peer.receive()]
        }
      }
      #expect(answers.last == framed("MSH|2"))
    }
  }

  @Test func `a peer that never reads its answers gives its slot back`() async throws {
    let limits = { (limits: inout PortLimits) in
      limits.reply = .milliseconds(20)
      limits.connectionsMax = 1
    }
    try await echo(limits).serving { address in
      try await Peer.talk(to: address) { deaf in
        // Answers pile up until the system takes no more of them.
        let frame = framed("MSH|" + String(repeating: "x", count: 4 << 20))
        var isOpen = true
        while isOpen { isOpen = (try? await deaf.send(frame)) != nil }
        var heard: String?
        while heard == nil { heard = try await hear(address, after: framed("MSH|1")) }
        #expect(heard == framed("MSH|1"))
      }
    }
  }

  @Test func `a flood of frames that break off ends with a close, after a few records`()
    async throws
  {
    let records = Box(0)
    let port = DevicePort(framing: { MLLPFraming() }) { event in
      if case .truncated = event { records.change { $0 += 1 } }
      return DeviceReply([Array("truncated".utf8)])
    }
    try await port.serving { address in
      try await Peer.talk(to: address) { peer in
        try? await peer.send(String(repeating: "\u{B}MSH", count: 50_000))
        _ = await peer.receiveAll()
      }
    }
    #expect(records.value == PortLimits().truncatedMax)
  }
}
