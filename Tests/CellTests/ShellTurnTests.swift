import Cell
import CellProtocol
import Client
import Glibc
import Policy
import SignedMessage
import Synchronization
import Testing
import ZeroMQ

/// What clients bring, however much and however senseless, keeps out nothing that links bring.
@Suite(.serialized) struct ShellTurnTests {
  @Test func `imports come in while clients send more than a turn takes`() async throws {
    var hospital = try Hospital(at: Int64(time(nil)))
    let source = try RunningCell(hospital)
    hospital.charter.compartments[0].endpoint = source.server.endpoint.description
    let cell = try RunningCell(hospital, "cardiology")
    let (board, inbox) = try cell.subscriber("cardiology/board", "icu/vitals")
    let publisher = try source.publisher()
    defer { publisher.close() }
    _ = await publisher.publish(try drafts(1))
    #expect(try inbox.offsets(1) == [0])
    board.close()

    let junk = try Producer(hospital).sign(1_024, bytes: 1)
    let floods = try (0..<3).map { _ in try Flood(of: junk, at: cell, as: "cardiology/board") }
    defer { for flood in floods { flood.stop() } }
    while !floods.allSatisfy({ $0.frames > 20 }) { sched_yield() }
    let begun = cell.server.statistics.accepted
    for _ in 0..<10 { _ = await publisher.publish(try drafts(10)) }
    let deadline = ContinuousClock.now + .seconds(60)
    while cell.server.statistics.accepted < begun + 100, ContinuousClock.now < deadline {
      sched_yield()
    }
    #expect(cell.server.statistics.accepted == begun + 100)
    #expect(floods.allSatisfy { $0.isSending })
  }
}

/// A client that sends PUBLISH after PUBLISH of what is refused, as fast as its credit allows.
private final class Flood: Sendable {
  private struct State {
    var isSending = true
    var frames = 0
  }

  private let state = Mutex(State())
  private let thread: Mutex<PosixThread?> = Mutex(nil)

  var isSending: Bool { state.withLock { $0.isSending } }
  var frames: Int { state.withLock { $0.frames } }

  init(of messages: [[UInt8]], at cell: RunningCell, as name: String) throws {
    let connection = try cell.connection(as: name)
    var options = SocketOptions()
    options.messageBytesMax = Limit.transportBytesMax
    var socket = try Socket(.dealer, in: try Context.shared(), options: options)
    try socket.connect(
      connection.cell.endpoint,
      as: CurveClient(keys: connection.keys, server: connection.cell.serverKey))
    let hello = Hello(
      client: "flood", principal: name, nonce: [UInt8](repeating: 1, count: 16), keys: [])
    _ = try socket.send(hello.encoded(), within: .seconds(10))
    let started = try PosixThread("flood", moving: socket) { [self] socket in
      var socket = socket
      do {
        try flood(&socket, messages)
      } catch {
        stopSending()
      }
    }
    thread.withLock { $0 = started }
  }

  private func flood(_ socket: inout Socket, _ messages: [[UInt8]]) throws {
    var frame = Frame()
    var request: UInt64 = 1
    var credit = 0
    var next = Publish.encoded(request: request, messages: messages)
    while isSending {
      if credit >= next.count, try socket.send(next, within: .milliseconds(10)) == .queued {
        credit -= next.count
        request += 1
        next = Publish.encoded(request: request, messages: messages)
        state.withLock { $0.frames += 1 }
      }
      while try socket.receive(into: &frame, within: .milliseconds(credit >= next.count ? 0 : 1)) {
        switch try Command(frame.bytes) {
        case .welcome(let welcome): credit = welcome.publishCredit
        case .ack(let ack): credit += ack.credit
        case .heartbeat(let beat):
          _ = try socket.send(Heartbeat(token: beat.token).encoded(), within: .seconds(1))
        case .error: stopSending()
        default: break
        }
      }
    }
  }

  private func stopSending() { state.withLock { $0.isSending = false } }

  func stop() {
    stopSending()
    thread.withLock { $0 }?.join()
  }
}
