import CellProtocol
import Client
import Cryptography
import ProgramTesting
import Synchronization
import Testing
import ZeroMQ

/// A subscriber at cells that err, lie, or are not what they were.
@Suite(.serialized) struct SubscriberTests {
  private let monitor: Monitor

  init() throws { monitor = try Monitor() }

  /// What a subscriber is told, in short.
  private enum Said: Equatable, Sendable {
    case message(UInt64)
    case unverified(Int)
    case refused(Int)
  }

  private final class Ears: Sendable {
    let box = WaitBox<Said>()

    func hear(_ event: SubscriberEvent) {
      switch event {
      case .subscribed: break
      case .message(let delivery): box.put(.message(delivery.offset))
      case .unverified(_, _, let code): box.put(.unverified(code))
      case .refused(_, let code): box.put(.refused(code))
      }
    }

    func next() throws -> Said { try box.take() }
  }

  /// Runs a script against a subscriber of vitals, and gives what it heard.
  private func hear(
    _ count: Int, flow: String = "vitals", from: Subscribe.Start = .resume,
    trusting trust: ProducerTrust? = nil,
    welcome: @escaping @Sendable (Int) -> Welcome = { _ in ScriptedCell.welcome() },
    _ script: @escaping @Sendable (Subscribe, Int) throws -> [[UInt8]]
  ) throws -> (said: [Said], cell: ScriptedCell) {
    let cell = try ScriptedCell(admitting: monitor.curve.publicKey, welcome: welcome) {
      guard case .subscribe(let subscribe) = $0 else { return [] }
      return (try? script(subscribe, $1)) ?? []
    }
    let ears = Ears()
    let subscriber = try monitor.subscriber(
      at: cell, flow, from: from, trusting: trust, { ears.hear($0) })
    defer {
      subscriber.close()
      cell.stop()
    }
    return (try (0..<count).map { _ in try ears.next() }, cell)
  }

  /// What is delivered once, and then a good message that shows that all before it was handled.
  private func verdict(
    on message: [UInt8], flow: String = "vitals", trusting trust: ProducerTrust? = nil
  ) throws -> Said {
    let good = try monitor.message()
    return try hear(2, flow: flow, trusting: trust) { subscribe, _ in
      [subscribed(subscribe), deliver([message, good], to: subscribe.subscription)]
    }.said[0]
  }

  @Test func `a message of the producer for this place is believed`() throws {
    #expect(try verdict(on: try monitor.message()) == .message(0))
  }

  @Test func `a message of another flow is not believed`() throws {
    #expect(try verdict(on: try monitor.message(flow: "alerts")) == .unverified(3123))
  }

  @Test func `a message of another compartment is not believed`() throws {
    let lab = try SigningKey.generate()
    let message = try monitor.message(key: lab, compartment: "lab")
    #expect(try verdict(on: message, trusting: monitor.trust(lab: lab)) == .unverified(3123))
  }

  @Test func `a message of another site is not believed`() throws {
    #expect(try verdict(on: try monitor.message(site: "south")) == .unverified(3123))
  }

  @Test func `a key of another compartment proves nothing here`() throws {
    let lab = try SigningKey.generate()
    let forged = try monitor.message(key: lab)
    #expect(try verdict(on: forged, trusting: monitor.trust(lab: lab)) == .unverified(2113))
  }

  @Test func `a producer is not believed about what it may not say`() throws {
    let message = try monitor.message(subject: "pump-1")
    #expect(try verdict(on: message) == .unverified(2269))
  }

  @Test func `bytes that were changed are not believed`() throws {
    var message = try monitor.message()
    message[message.count - 68] ^= 1
    #expect(try verdict(on: message) == .unverified(2114))
  }

  @Test func `an imported flow's messages are those of its own compartment`() throws {
    let lab = try SigningKey.generate()
    let trust = monitor.trust(lab: lab)
    let genuine = try monitor.message(key: lab, compartment: "lab", flow: "results")
    let own = try monitor.message(flow: "results")
    let said = try hear(2, flow: "lab/results", trusting: trust) { subscribe, _ in
      [subscribed(subscribe), deliver([genuine, own], to: subscribe.subscription)]
    }.said
    #expect(said == [.message(0), .unverified(3123)])
  }

  @Test func `a cell that has no session of ours any more is greeted anew`() throws {
    let good = try monitor.message()
    let said = try hear(1) { subscribe, session in
      session == 1
        ? [ErrorReport(.notGreeted).encoded()]
        : [subscribed(subscribe), deliver([good], to: subscribe.subscription)]
    }.said
    #expect(said == [.message(0)])
  }

  @Test func `an offset that no number holds ends the connection and not the program`() throws {
    let good = try monitor.message()
    let hostile: [UInt8] =
      [0x83, 0x08, 0x01, 0x81, 0x82, 0x1b] + [UInt8](repeating: 0xff, count: 8) + [0x41, 0x00]
    let said = try hear(1) { subscribe, session in
      session == 1
        ? [subscribed(subscribe), hostile]
        : [subscribed(subscribe), deliver([good], to: subscribe.subscription)]
    }.said
    #expect(said == [.message(0)])
  }

  @Test func `a token is sent back at once`() throws {
    let token = [UInt8](repeating: 9, count: 8)
    let good = try monitor.message()
    let heard = try hear(1) { subscribe, _ in
      [
        Heartbeat(token: token).encoded(), subscribed(subscribe),
        deliver([good], to: subscribe.subscription),
      ]
    }
    let echo = try heard.cell.next { command -> [UInt8]? in
      guard case .heartbeat(let beat) = command, !beat.token.isEmpty else { return nil }
      return beat.token
    }
    #expect(echo.value == token)
  }

  @Test func `another journal is read from its begin`() throws {
    let messages = try monitor.messages(2)
    let heard = try hear(
      2, from: .now, welcome: { ScriptedCell.welcome(journal: UInt8($0)) },
      { subscribe, session in
        [
          subscribed(subscribe, first: session == 1 ? 700 : 0),
          deliver([messages[session - 1]], at: session == 1 ? 700 : 0, to: subscribe.subscription),
          session == 1 ? Command.byeFrame : Heartbeat().encoded(),
        ]
      })
    #expect(heard.said == [.message(700), .message(0)])
    let starts = try (0..<2).map { _ in
      try heard.cell.next { command -> Subscribe.Start? in
        if case .subscribe(let subscribe) = command { subscribe.from } else { nil }
      }.value
    }
    #expect(starts == [.now, .oldest])
  }

  @Test func `an error that leaves a subscription as it is ends nothing`() throws {
    let good = try monitor.message()
    let heard = try hear(1) { subscribe, _ in
      let about = UInt64(subscribe.subscription)
      return [
        subscribed(subscribe), ErrorReport(.creditBound, about: about).encoded(),
        ErrorReport(.beyondDelivered, about: about).encoded(),
        deliver([good], to: subscribe.subscription),
      ]
    }
    #expect(heard.said == [.message(0)])
  }

  @Test func `a refused subscription is told with its code`() throws {
    let heard = try hear(1) { subscribe, _ in
      [
        ErrorReport(code: 2261, isFatal: false, about: UInt64(subscribe.subscription)).encoded()
      ]
    }
    #expect(heard.said == [.refused(2261)])
  }

  @Test func `a cell that takes us for another is left`() throws {
    let good = try monitor.message()
    let heard = try hear(
      1,
      welcome: { ScriptedCell.welcome(principal: $0 == 1 ? "icu/pump" : "icu/monitor") },
      { subscribe, _ in [subscribed(subscribe), deliver([good], to: subscribe.subscription)] })
    #expect(heard.said == [.message(0)])
    #expect(try heard.cell.next { if case .subscribe = $0 { true } else { nil } }.session == 2)
  }

  @Test func `a genuine message that is given again is not believed`() throws {
    let messages = try monitor.messages(3)
    let said = try hear(5) { subscribe, _ in
      [
        subscribed(subscribe), deliver(messages, to: subscribe.subscription),
        deliver([messages[0]], at: 3, to: subscribe.subscription),
        deliver([messages[2]], at: 900, to: subscribe.subscription),
      ]
    }.said
    #expect(
      said == [.message(0), .message(1), .message(2), .unverified(3137), .unverified(3137)])
  }

  @Test func `nor is one of a former run of its producer`() throws {
    let former = try monitor.messages(1)
    let newer = try monitor.messages(1, epoch: 2)
    let said = try hear(2) { subscribe, _ in
      [subscribed(subscribe), deliver(newer + former, to: subscribe.subscription)]
    }.said
    #expect(said == [.message(0), .unverified(3137)])
  }

  /// Runs a subscriber that is handed one frame, until it has enough; what was acknowledged first.
  private func acknowledged(
    of count: Int, until isDone: @escaping @Sendable (Int) -> Bool,
    handling handle: @escaping @Sendable () -> Void = {}
  ) throws -> (handled: Int, first: UInt64) {
    let messages = try monitor.messages(count)
    let cell = try ScriptedCell(admitting: monitor.curve.publicKey) { command, _ in
      guard case .subscribe(let subscribe) = command else { return [] }
      return [subscribed(subscribe), deliver(messages, to: subscribe.subscription)]
    }
    let handled = Mutex(0)
    let subscriber = try monitor.subscriber(
      at: cell, until: { isDone(handled.withLock { $0 }) },
      { event in
        guard case .message = event else { return }
        handle()
        handled.withLock { $0 += 1 }
      })
    let first = try cell.next { command -> UInt64? in
      if case .acked(let acked) = command { acked.offset } else { nil }
    }
    subscriber.close()
    cell.stop()
    return (handled.withLock { $0 }, first.value)
  }

  @Test func `who has enough acknowledges what was handled, and is handed nothing more`() throws {
    let (handled, first) = try acknowledged(of: 5, until: { $0 == 2 })
    #expect(handled == 2 && first == 1)
  }

  @Test func `a handler that takes its time keeps nobody from speaking`() throws {
    let (_, first) = try acknowledged(
      of: 1_024, until: { _ in false },
      handling: {
        let begin = ContinuousClock.now
        while ContinuousClock.now - begin < .milliseconds(1) {}
      })
    #expect(first < 1_023, "the cell hears of the first messages before the last is handled")
  }

  @Test func `what was handled in one session can be acknowledged in the next`() throws {
    let messages = try monitor.messages(3)
    let cell = try ScriptedCell(admitting: monitor.curve.publicKey) { command, session in
      guard case .subscribe(let subscribe) = command else { return [] }
      guard session == 1 else { return [subscribed(subscribe, first: 3)] }
      return [
        subscribed(subscribe), deliver(messages, to: subscribe.subscription), Command.byeFrame,
      ]
    }
    let subscriber = try monitor.subscriber(at: cell) { _ in }
    defer {
      subscriber.close()
      cell.stop()
    }
    var last: (session: Int, value: UInt64)
    repeat {
      last = try cell.next { command -> UInt64? in
        if case .acked(let acked) = command { acked.offset } else { nil }
      }
    } while last.session != 2
    #expect(last.value == 2)
  }
}
