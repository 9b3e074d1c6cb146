import CellProtocol
import Client
import Cryptography
import ProgramTesting
import SignedMessage
import Synchronization
import Testing
import ZeroMQ

/// A publisher at cells that err, lie, or answer nothing.
@Suite(.serialized) struct PublisherTests {
  private let monitor: Monitor

  init() throws { monitor = try Monitor() }

  /// Accepts every message of a PUBLISH at offset 0.
  private static func accept(_ command: Command) -> [[UInt8]] {
    guard case .publish(let publish) = command else { return [] }
    let results = publish.messages.map { _ in PublishResult.accepted(0) }
    return [Ack(request: publish.request, results: results, credit: 1_000).encoded()]
  }

  private static func epoch(of received: ScriptedCell.Received) throws -> UInt64? {
    guard case .publish(let publish) = received.command, let range = publish.messages.first else {
      return nil
    }
    return try UnverifiedMessage(received.frame, in: range).epoch
  }

  @Test func `what a cell accepts is durable`() async throws {
    let cell = try ScriptedCell(admitting: monitor.curve.publicKey) { command, _ in
      Self.accept(command)
    }
    let publisher = try monitor.publisher(at: cell)
    #expect(await publisher.publish([monitor.draft(), monitor.draft()]) == [.durable, .durable])
    publisher.close()
    cell.stop()
  }

  @Test func `a cell that knows of no epoch above the durable ones is left until it does`()
    async throws
  {
    let key = monitor.signing.publicKey.keyID.bytes
    let cell = try ScriptedCell(
      admitting: monitor.curve.publicKey,
      welcome: { session in
        let mark = Welcome.Mark(
          key: key, flow: "vitals", epoch: session == 1 ? Limit.numberMax : 5, sequence: 1)
        return ScriptedCell.welcome(marks: [mark])
      },
      { command, _ in Self.accept(command) })
    let publisher = try monitor.publisher(at: cell)
    #expect(await publisher.publish([monitor.draft()]) == [.durable])
    publisher.close()
    cell.stop()
  }

  @Test func `who finds itself superseded begins a run above the other's`() async throws {
    let theirs = Mutex<UInt64>(0)
    let key = monitor.signing.publicKey.keyID.bytes
    let cell = try ScriptedCell(
      admitting: monitor.curve.publicKey,
      welcome: { session in
        guard session > 1 else { return ScriptedCell.welcome() }
        let mark = Welcome.Mark(
          key: key, flow: "vitals", epoch: theirs.withLock { $0 }, sequence: 1)
        return ScriptedCell.welcome(marks: [mark])
      },
      { command, session in
        guard session == 1, case .publish(let publish) = command else {
          return Self.accept(command)
        }
        return [
          Ack(request: publish.request, results: [.refused(3120)], credit: 1_000).encoded()
        ]
      })
    theirs.withLock { $0 = 1 << 52 }
    let publisher = try monitor.publisher(at: cell)
    #expect(await publisher.publish([monitor.draft()]) == [.refused(code: 3120)])
    #expect(await publisher.publish([monitor.draft()]) == [.durable])
    publisher.close()
    cell.stop()
    var epochs: [UInt64] = []
    while epochs.count < 2 {
      if let epoch = try Self.epoch(of: try cell.received.take()) { epochs.append(epoch) }
    }
    #expect(epochs[0] < 1 << 52)
    #expect(epochs[1] == 1 << 52 + 1)
  }

  @Test func `what waits for a cell that answers nothing is given back when the publisher closes`()
    throws
  {
    let cell = try ScriptedCell(admitting: monitor.curve.publicKey) { _, _ in [] }
    let publisher = try monitor.publisher(at: cell)
    let unanswered = Mutex(0)
    let block = [MessageDraft](repeating: monitor.draft(), count: 1_000)
    for _ in 0..<20 {
      publisher.publish(block) { outcomes in
        let count = outcomes.count { $0 == .unanswered }
        unanswered.withLock { $0 += count }
      }
    }
    // As many requests of at most 1,024 messages go as the credit admits, and no more.
    for _ in 0..<4 { _ = try cell.next { if case .publish = $0 { true } else { nil } } }
    publisher.close()
    cell.stop()
    #expect(unanswered.withLock { $0 } == 20_000)
  }

  @Test func `answers to what was not asked end the connection, and all is sent again`()
    async throws
  {
    let cell = try ScriptedCell(admitting: monitor.curve.publicKey) { command, session in
      guard session == 1, case .publish(let publish) = command else {
        return Self.accept(command)
      }
      return [
        Ack(request: publish.request + 1, results: [.accepted(0)], credit: 1_000).encoded()
      ]
    }
    let publisher = try monitor.publisher(at: cell)
    #expect(await publisher.publish([monitor.draft()]) == [.durable])
    publisher.close()
    cell.stop()
  }

  @Test func `the least negative number in an answer ends the connection and not the program`()
    async throws
  {
    let hostile: [UInt8] =
      [0x84, 0x04, 0x01, 0x81, 0x3b, 0x7f] + [UInt8](repeating: 0xff, count: 7) + [0x00]
    let cell = try ScriptedCell(admitting: monitor.curve.publicKey) { command, session in
      guard session == 1, case .publish = command else { return Self.accept(command) }
      return [hostile]
    }
    let publisher = try monitor.publisher(at: cell)
    #expect(await publisher.publish([monitor.draft()]) == [.durable])
    publisher.close()
    cell.stop()
  }

  @Test func `a publisher that was closed answers at once`() async throws {
    let cell = try ScriptedCell(admitting: monitor.curve.publicKey) { _, _ in [] }
    let publisher = try monitor.publisher(at: cell)
    publisher.close()
    cell.stop()
    #expect(await publisher.publish([monitor.draft()]) == [.unanswered])
  }
}
