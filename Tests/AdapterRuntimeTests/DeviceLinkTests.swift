import AdapterKit
import AdapterRuntime
import Client
import NormalizedFormat
import SignedMessage
import Testing

@Suite struct DeviceLinkTests {
  @Test func `a device hears accepted when its message is durable`() async throws {
    let link = try TestLink(StubUplink { _ in .durable })
    #expect(await link.send("1:hello") == ["accepted"])
    #expect(link.uplink.flows == ["notes"])
  }

  @Test func `what can't be translated is durable in quarantine before it is said to be`()
    async throws
  {
    let link = try TestLink(StubUplink())
    #expect(await link.send("1:bad") == ["busy"])
    #expect(link.heard == [.busy])
    link.uplink.resume()
    #expect(link.heard == [.busy, .quarantined(AdapterError(.untranslatable))])
    #expect(link.uplink.quarantined.map(\.raw) == [Array("1:bad".utf8)])
  }

  @Test func `what an adapter gives as bytes goes where its kind goes, under the same bounds`()
    async throws
  {
    let link = try TestLink(StubUplink { _ in .durable }, routes: ["other", "quarantine"])
    #expect(await link.send("1:short") == ["accepted"])
    #expect(await link.send("2:short many 3") == ["accepted"])
    #expect(link.uplink.flows == Array(repeating: "other", count: 4))
    #expect(await link.send("3:short long 525") == ["quarantined 1013"])
    #expect(await link.send("4:short bad") == ["quarantined 1011"])
    let unrouted = try TestLink(StubUplink { _ in .durable }, routes: ["quarantine"])
    #expect(await unrouted.send("5:short") == ["quarantined 1010"])
  }

  // MARK: Repetitions

  @Test func `a message sent again while the cell is away becomes durable once`() async throws {
    let link = try TestLink(StubUplink())
    for _ in 0..<3 { #expect(await link.send("777:order") == ["busy"]) }
    link.uplink.resume()
    #expect(await link.send("777:order") == ["accepted"])
    #expect(link.uplink.flows == ["notes"])
  }

  @Test func `a message whose answer was lost is accepted again and not doubled`() async throws {
    let link = try TestLink(StubUplink { _ in .durable })
    #expect(await link.send("777:order") == ["accepted"])
    #expect(await link.send("777:order") == ["accepted"])
    #expect(link.uplink.flows == ["notes"])
  }

  @Test func `another message under the same name is another message`() async throws {
    let link = try TestLink(StubUplink { _ in .durable })
    _ = await link.send("777:order")
    _ = await link.send("777:cancel")
    #expect(link.uplink.flows == ["notes", "notes"])
  }

  @Test func `the same words without a name are two messages`() async throws {
    let link = try TestLink(StubUplink { _ in .durable })
    _ = await link.send("72")
    _ = await link.send("72")
    #expect(link.uplink.flows == ["notes", "notes"])
  }

  @Test func `what is in quarantine is tried again and not kept there twice`() async throws {
    let link = try TestLink(StubUplink { $0.flow == "notes" ? .refused(code: 2261) : .durable })
    #expect(await link.send("1:hello") == ["quarantined 1012"])
    #expect(await link.send("1:hello") == ["quarantined 1012"])
    #expect(link.uplink.flows == ["notes", "quarantine", "notes"])
    link.uplink.resume()
    #expect(await link.send("1:hello") == ["accepted"])
  }

  @Test func `a message that no room was found for is new when it comes again`() async throws {
    let link = try TestLink(StubUplink { _ in .durable })
    link.uplink.setRoom(false)
    #expect(await link.send("1:hello") == ["busy"])
    link.uplink.setRoom(true)
    #expect(await link.send("1:hello") == ["accepted"])
    #expect(link.uplink.flows == ["notes"])
  }

  @Test func `the cell's late refusal still brings the raw bytes into quarantine`() async throws {
    let link = try TestLink(StubUplink())
    #expect(await link.send("1:hello") == ["busy"])
    link.uplink.resume { $0.flow == "notes" ? .refused(code: 2261) : .durable }
    #expect(link.uplink.quarantined.map(\.raw) == [Array("1:hello".utf8)])
  }

  @Test func `what became durable in part is not doubled when its device sends it again`()
    async throws
  {
    let count = Box(0)
    let link = try TestLink(
      StubUplink { _ in
        count.change { $0 += 1 }
        return count.value == 2 ? .refused(code: 2253) : .durable
      })
    #expect(await link.send("1:many 3") == ["busy"])
    #expect(await link.send("1:many 3") == ["accepted"])
    #expect(count.value == 4)
    #expect(await link.send("1:many 3") == ["accepted"])
    #expect(count.value == 4)
  }

  @Test func `what became durable before the rest was refused is not doubled after the fix`()
    async throws
  {
    let count = Box(0)
    let link = try TestLink(
      StubUplink { draft in
        guard draft.flow == "notes" else { return .durable }
        count.change { $0 += 1 }
        return count.value == 2 ? .refused(code: 2261) : .durable
      })
    #expect(await link.send("1:many 3") == ["quarantined 1012"])
    #expect(await link.send("1:many 3") == ["accepted"])
    #expect(count.value == 4)
  }

  // MARK: Refusals

  @Test(arguments: [2253, 2256, 2257, 2258, 3120, 3121, 3122, 9101])
  func `a refusal that passes is busy, loud, and keeps nothing`(code: Int) async throws {
    let link = try TestLink(StubUplink { _ in .refused(code: code) })
    #expect(await link.send("1:hello") == ["busy"])
    #expect(link.heard.contains(.heldBack(code: code)))
    #expect(link.uplink.flows == ["notes"])
    #expect(await link.send("2:bad") == ["busy"])
  }

  @Test(arguments: [2102, 2251, 2254, 2255, 2261, 2266, 2272, 3123, 3124])
  func `a refusal that stays brings the message into quarantine`(code: Int) async throws {
    let link = try TestLink(StubUplink { $0.flow == "notes" ? .refused(code: code) : .durable })
    #expect(await link.send("1:hello") == ["quarantined 1012"])
    #expect(
      link.heard == [
        .refused(code: code), .quarantined(AdapterError(.refusedByCell, blame: .site)),
      ])
  }

  @Test func `a device hears refused where quarantine refused too, and the log says so`()
    async throws
  {
    let link = try TestLink(StubUplink { _ in .refused(code: 2261) })
    #expect(await link.send("1:hello") == ["refused"])
    #expect(link.heard == [.refused(code: 2261), .lost(code: 2261)])
  }

  @Test func `a kind without a flow goes to quarantine, and without that is refused`() async throws
  {
    let kept = try TestLink(StubUplink { _ in .durable }, routes: ["quarantine"])
    #expect(await kept.send("1:hello") == ["quarantined 1010"])
    let lost = try TestLink(StubUplink { _ in .durable }, routes: ["observations"])
    #expect(await lost.send("1:hello") == ["refused"])
    #expect(lost.heard.last == .lost(code: nil))
  }

  @Test func `a publisher that closes leaves the message to the device`() async throws {
    let link = try TestLink(StubUplink { _ in .unanswered })
    #expect(await link.send("1:hello") == ["busy"])
  }
}
