import AdapterKit
import AdapterRuntime
import Client
import Labels
import NormalizedFormat
import SignedMessage
import Testing

/// What is bounded, by what, and that nothing is lost or waits for ever at a bound.
@Suite struct BoundsTests {
  @Test func `a message that becomes more than the uplink holds is quarantined, not busy for ever`()
    async throws
  {
    let link = try TestLink(StubUplink { _ in .durable })
    #expect(await link.send("1:many 4096") == ["accepted"])
    #expect(await link.send("2:many 4097") == ["quarantined 1013"])
    #expect(link.uplink.quarantined.map(\.raw) == [Array("2:many 4097".utf8)])
  }

  @Test func `a message larger than the cell takes is quarantined before it is sent`() async throws
  {
    let link = try TestLink(StubUplink { _ in .durable })
    #expect(await link.send("1:long 524") == ["accepted"])
    #expect(await link.send("2:long 525") == ["quarantined 1013"])
    #expect(link.uplink.flows == ["notes", "quarantine"])
  }

  @Test func `a message that becomes more bytes than the uplink holds is quarantined`() async throws
  {
    let uplink = StubUplink(bounds: UplinkBounds(bytes: 1 << 20)) { _ in .durable }
    let link = try TestLink(uplink)
    #expect(await link.send("1:many 900") == ["accepted"])
    #expect(await link.send("2:many 1100") == ["quarantined 1013"])
  }

  @Test(arguments: [500_000, 600_000, 2_000_000])
  func `a frame of any size is durable in quarantine, in pieces`(size: Int) async throws {
    let link = try TestLink(StubUplink { _ in .durable })
    let frame = "1:bad " + String(repeating: "x", count: size)
    #expect(await link.send(frame) == ["quarantined 1011"])
    let pieces = link.uplink.quarantined
    #expect(pieces.count == (size + 6 + FormatLimit.quarantineBytesMax - 1) / (480 << 10))
    #expect(Quarantine.joined(pieces) == Array(frame.utf8))
    #expect(pieces.allSatisfy { $0.raw.count + 4_096 <= MessageLimit.payloadBytesMax })
  }

  @Test func `quarantine that is refused in part is not said to be kept`() async throws {
    let count = Box(0)
    let link = try TestLink(
      StubUplink { _ in
        count.change { $0 += 1 }
        return count.value == 2 ? .refused(code: 2261) : .durable
      })
    let frame = "1:bad " + String(repeating: "x", count: 1_200_000)
    #expect(await link.send(frame) == ["refused"])
    #expect(!link.heard.contains(.quarantined(AdapterError(.untranslatable))))
  }

  @Test func `a batch has one patience, however many messages are in it`() async throws {
    let link = try TestLink(StubUplink())
    let batch = (0..<1_000).map { "\($0):hello\n" }.joined()
    #expect(await link.send(batch) == Array(repeating: "busy", count: 1_000))
    #expect(link.waitCount == 1)
    #expect(link.heard == [.busy])
  }

  @Test func `a batch goes to the cell a bounded number of messages at a time`() async throws {
    let link = try TestLink(StubUplink())
    let batch = (0..<1_000).map { "\($0):hello\n" }.joined()
    _ = await link.send(batch)
    #expect(link.uplink.flows.count == 256)
    link.uplink.resume()
    #expect(await link.send(batch) == Array(repeating: "accepted", count: 1_000))
    #expect(link.uplink.flows.count == 1_000)
  }

  @Test func `behind the first message without room the others are not tried`() async throws {
    let link = try TestLink(StubUplink { _ in .durable })
    link.uplink.setRoom(false)
    #expect(await link.send("1:a\n2:b\n3:c\n") == ["busy", "busy", "busy"])
    #expect(link.waitCount == 0)
  }

  // MARK: The uplink to a cell

  private func drafts(_ count: Int, of bytes: Int) -> [MessageDraft] {
    let label = Label(policy: "test", classification: .unrestricted)
    let payload = Array(repeating: UInt8(0), count: bytes)
    return (0..<count).map { _ in
      MessageDraft(flow: "notes", label: label, subject: "bed-1", payload: payload)
    }
  }

  /// An uplink to a cell that is away, and what was handed over to it.
  private func stalled(
    _ bounds: UplinkBounds
  ) -> (CellUplink, Box<[@Sendable ([PublishOutcome]) -> Void]>) {
    let waiting = Box<[@Sendable ([PublishOutcome]) -> Void]>([])
    let uplink = CellUplink(bounds: bounds) { _, completion in
      waiting.change { $0.append(completion) }
    }
    return (uplink, waiting)
  }

  private func takes(_ uplink: CellUplink, _ drafts: [MessageDraft], holding bytes: Int = 0) -> Bool
  {
    uplink.submit(drafts, holding: bytes) { _ in }
  }

  @Test func `what waits for an absent cell is bounded in bytes, the callers' own included`() {
    let (uplink, _) = stalled(UplinkBounds(bytes: 1 << 20))
    var taken = 0
    while takes(uplink, drafts(1, of: 100_000), holding: 100_000) { taken += 1 }
    #expect(taken == 5)
    #expect(!takes(uplink, drafts(1, of: 100_000)))
  }

  @Test func `what waits for an absent cell is bounded in number`() {
    let (uplink, _) = stalled(UplinkBounds(drafts: 10))
    #expect(takes(uplink, drafts(10, of: 1)))
    #expect(!takes(uplink, drafts(1, of: 1)))
  }

  @Test func `what the cell has answered makes room, whether the device still waits or not`() {
    let (uplink, waiting) = stalled(UplinkBounds(drafts: 10))
    #expect(takes(uplink, drafts(10, of: 1), holding: 5))
    for completion in waiting.value { completion([]) }
    #expect(takes(uplink, drafts(10, of: 1), holding: 5))
  }
}
