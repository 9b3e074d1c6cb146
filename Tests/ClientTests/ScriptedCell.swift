import CellProtocol
import Client
import Cryptography
import Foundation
import Labels
import ProgramTesting
import SignedMessage
import Synchronization
import ZeroMQ

/// A cell that says what its script says, over a real ROUTER with CURVE: for clients of cells that
/// err, lie or were stolen.
final class ScriptedCell: Sendable {
  /// The answers, as frames, to one command of a session; sessions count from 1.
  typealias Script = @Sendable (_ command: Command, _ session: Int) -> [[UInt8]]

  let endpoint: Endpoint
  let keys: CurveKeyPair
  let received = WaitBox<Received>()
  private let running = Mutex(true)
  private let thread: Mutex<PosixThread?> = Mutex(nil)
  private static let count = Mutex(0)

  struct Received: Sendable {
    let session: Int
    let command: Command
    let frame: [UInt8]
  }

  /// A cell that admits one client. HELLO is answered by WELCOME and what the script adds.
  init(
    admitting client: CurvePublicKey,
    welcome: @escaping @Sendable (Int) -> Welcome = { _ in ScriptedCell.welcome() },
    _ script: @escaping Script
  ) throws {
    let context = try Context.shared()
    keys = try CurveKeyPair.generate()
    let number = Self.count.withLock { count in
      count += 1
      return count
    }
    let domain = try context.zapHandler().domain("scripted-\(number)")
    domain.admit([client])
    var router = try Socket(.router, in: context)
    endpoint = try router.bind(
      try Endpoint("tcp://127.0.0.1:*"), as: CurveServer(keys: keys, domain: domain))
    let started = try PosixThread("scripted", moving: router) { [self] router in
      var router = router
      try? serve(&router, welcome, script)
    }
    thread.withLock { $0 = started }
  }

  func stop() {
    running.withLock { $0 = false }
    thread.withLock { $0 }?.join()
  }

  private func serve(
    _ router: inout Socket, _ welcome: @Sendable (Int) -> Welcome, _ script: Script
  ) throws {
    var frame = Frame()
    var poller = Poller()
    _ = try poller.add(router)
    var session = 0
    while running.withLock({ $0 }) {
      _ = try poller.wait(within: .milliseconds(20))
      while let route = try router.receiveRouted(into: &frame) {
        guard let command = try? Command(frame.bytes) else { continue }
        if case .hello = command {
          session += 1
          _ = try router.send(welcome(session).encoded(), to: route)
        }
        received.put(Received(session: session, command: command, frame: frame.bytes))
        for answer in script(command, session) { _ = try router.send(answer, to: route) }
      }
    }
  }

  /// What a cell of the ICU says to its monitor.
  static func welcome(
    marks: [Welcome.Mark] = [], journal: UInt8 = 1, principal: String = "icu/monitor"
  ) -> Welcome {
    var welcome = Welcome(
      session: [UInt8](repeating: 7, count: 16), site: "north", compartment: "icu",
      principal: principal, journal: [UInt8](repeating: journal, count: 16))
    welcome.marks = marks
    return welcome
  }

  /// The next command of a kind, others left out.
  func next<Value>(_ pick: (Command) -> Value?) throws -> (session: Int, value: Value) {
    while true {
      let item = try received.take()
      if let value = pick(item.command) { return (item.session, value) }
    }
  }
}
