import Cell
import CellProtocol
import Client
import Foundation
import Glibc
import Policy
import SignedMessage
import Testing
import ZeroMQ

/// A real cell over real sockets and a real journal.
@Suite(.serialized) struct CellServerTests {
  private func hospital() throws -> Hospital { try Hospital(at: Int64(time(nil))) }

  @Test func `what is published is durable and delivered to who is entitled`() async throws {
    let cell = try RunningCell(try hospital())
    let publisher = try cell.publisher()
    defer { publisher.close() }
    let outcomes = await publisher.publish(try drafts(100))
    #expect(outcomes == [PublishOutcome](repeating: .durable, count: 100))
    let (dashboard, inbox) = try cell.subscriber("icu/dashboard")
    defer { dashboard.close() }
    #expect(try inbox.offsets(100) == Array(0..<100))
  }

  @Test func `a subscriber gets what its clearance dominates and nothing else`() async throws {
    let cell = try RunningCell(try hospital())
    let publisher = try cell.publisher()
    defer { publisher.close() }
    _ = await publisher.publish(try drafts(1))
    _ = await publisher.publish(try drafts(1, label: "R//compartment=icu//sensitivity=hiv"))
    _ = await publisher.publish(try drafts(1))
    let (trainee, inbox) = try cell.subscriber("icu/trainee")
    defer { trainee.close() }
    #expect(try inbox.offsets(2) == [0, 2])
  }

  @Test func `a key that no policy names does not get in`() throws {
    let cell = try RunningCell(try hospital())
    let stranger = try hospital()
    let inbox = Inbox()
    let subscriber = try Subscriber(
      in: .shared(),
      ConnectionConfiguration(
        cell: try cell.connection(as: "icu/dashboard").cell, principal: "icu/dashboard",
        keys: try stranger.keys(of: "icu/dashboard"), clientName: "stranger"),
      to: [FlowRequest(flow: "vitals", from: .oldest)],
      trusting: try stranger.trust(of: "icu/dashboard"),
      status: { inbox.put($0) }, handle: { inbox.put($0) })
    defer { subscriber.close() }
    guard case .keyRefused = try inbox.next() else {
      Issue.record("the key was let in")
      return
    }
  }

  @Test func `a flow that is not granted is refused`() throws {
    let cell = try RunningCell(try hospital())
    let (trainee, inbox) = try cell.subscriber("icu/trainee", "alerts")
    defer { trainee.close() }
    #expect(try inbox.refusal() == Reason.notGranted.code)
  }

  @Test func `a stopped cell that starts again has lost and doubled nothing`() async throws {
    let cell = try RunningCell(try hospital())
    let publisher = try cell.publisher()
    defer { publisher.close() }
    let (dashboard, inbox) = try cell.subscriber("icu/dashboard")
    defer { dashboard.close() }
    _ = await publisher.publish(try drafts(10))
    #expect(try inbox.offsets(10) == Array(0..<10))
    async let late = publisher.publish(try drafts(500))
    try cell.restart()
    #expect(try await late == [PublishOutcome](repeating: .durable, count: 500))
    #expect(try inbox.offsets(500) == Array(10..<510))
  }

  @Test func `a subscriber from now that loses its cell misses nothing of what came meanwhile`()
    async throws
  {
    let cell = try RunningCell(try hospital())
    let publisher = try cell.publisher()
    defer { publisher.close() }
    _ = await publisher.publish(try drafts(3))
    let (dashboard, inbox) = try cell.subscriber("icu/dashboard", from: .now)
    defer { dashboard.close() }
    guard case .subscribed(first: 3, head: 3) = try inbox.next() else {
      Issue.record("not subscribed from now")
      return
    }
    try cell.restart()
    _ = await publisher.publish(try drafts(5))
    #expect(try inbox.offsets(5) == Array(3..<8))
  }

  @Test func `a frame that is refused leaves the connection and the cell unharmed`() async throws {
    let cell = try RunningCell(try hospital())
    let raw = try RawClient(cell, as: "icu/monitor")
    let nonce = [UInt8](repeating: 1, count: 16)
    try raw.send(
      Hello(client: "raw", principal: "icu/monitor", nonce: nonce, keys: []).encoded())
    #expect(try raw.code() == nil, "WELCOME is no error")
    try raw.send([0x80])
    #expect(try raw.code() == 3103)
    try raw.send([0x81, 0x0f])
    #expect(try raw.code() == 3104)
    try raw.send([UInt8](repeating: 0x81, count: Limit.frameBytesMax + 1))
    #expect(try raw.code() == 3105)
    try raw.send(Subscribe(subscription: 1, flow: "vitals", from: .oldest, credit: 1).encoded())
    #expect(try raw.code() == Reason.notGranted.code)
    let publisher = try cell.publisher()
    defer { publisher.close() }
    #expect(await publisher.publish(try drafts(1)) == [.durable])
  }

  @Test func `the durable cursor of a principal outlives cell and client`() async throws {
    let cell = try RunningCell(try hospital())
    let publisher = try cell.publisher()
    defer { publisher.close() }
    _ = await publisher.publish(try drafts(20))
    let (first, inbox) = try cell.subscriber("icu/dashboard", from: .resume)
    #expect(try inbox.offsets(20) == Array(0..<20))
    first.close()
    // The last ACKED has no answer: the cell has it when a new session is told to start behind it.
    for _ in 0..<200 {
      let (probe, answer) = try cell.subscriber("icu/dashboard", from: .resume)
      defer { probe.close() }
      if case .subscribed(first: 20, _) = try answer.next() { break }
    }
    try cell.restart()
    _ = await publisher.publish(try drafts(1))
    let (second, rest) = try cell.subscriber("icu/dashboard", from: .resume)
    defer { second.close() }
    #expect(try rest.offsets(1) == [20])
  }

  @Test func `a subscriber that handles nothing holds up nobody`() async throws {
    let cell = try RunningCell(try hospital())
    let publisher = try cell.publisher()
    defer { publisher.close() }
    let gate = DispatchSemaphore(value: 0)
    let stuck = try Subscriber(
      in: .shared(), try cell.connection(as: "icu/dashboard"),
      to: [FlowRequest(flow: "vitals", from: .oldest)],
      trusting: try cell.hospital.trust(of: "icu/dashboard"),
      handle: { event in if case .message = event { gate.wait() } })
    defer {
      for _ in 0..<4_000 { gate.signal() }
      stuck.close()
    }
    let (trainee, inbox) = try cell.subscriber("icu/trainee")
    defer { trainee.close() }
    for _ in 0..<4 {
      _ = await publisher.publish(try drafts(1_000, bytes: 1_000))
    }
    #expect(try inbox.offsets(4_000) == Array(0..<4_000))
  }

  @Test func `nothing is acknowledged when the commit fails, and the cell ends`() async throws {
    let cell = try RunningCell(try hospital(), fault: { EIO })
    let publisher = try cell.publisher()
    let answer = Task { await publisher.publish(try drafts(3)) }
    guard case .failed(let line) = try cell.ending.wait() else {
      Issue.record("the cell ended without a failure")
      return
    }
    #expect(line.contains("VGM-4008"))
    publisher.close()
    #expect(try await answer.value == [PublishOutcome](repeating: .unanswered, count: 3))
  }

  @Test func `a link brings what export and import agree on, verified, journaled`() async throws {
    var hospital = try hospital()
    let icu = try RunningCell(hospital)
    hospital.charter.compartments[0].endpoint = icu.server.endpoint.description
    let cardiology = try RunningCell(hospital, "cardiology")
    let publisher = try icu.publisher()
    defer { publisher.close() }
    _ = await publisher.publish(try drafts(50))
    _ = await publisher.publish(try drafts(1, label: "R//compartment=icu"))
    _ = await publisher.publish(try drafts(50))
    let (board, inbox) = try cardiology.subscriber("cardiology/board", "icu/vitals")
    defer { board.close() }
    #expect(try inbox.offsets(100) == Array(0..<100))
  }

  @Test func `who is revoked is cut while connected`() async throws {
    let cell = try RunningCell(try hospital())
    let (trainee, inbox) = try cell.subscriber("icu/trainee")
    defer { trainee.close() }
    guard case .subscribed = try inbox.next() else {
      Issue.record("not subscribed")
      return
    }
    var changed = cell.hospital
    changed.icu.principals.removeAll { $0.name == "trainee" }
    cell.server.replace(try changed.snapshot(), linkKeys: [:])
    guard case .keyRefused = try inbox.next() else {
      Issue.record("still let in")
      return
    }
  }
}
