import CellProtocol
import Client
import Cryptography
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
    let good = try monitor.message()
    let heard = try hear(
      2, from: .now, welcome: { ScriptedCell.welcome(journal: UInt8($0)) },
      { subscribe, session in
        [
          subscribed(subscribe, first: session == 1 ? 700 : 0),
          deliver([good], at: session == 1 ? 700 : 0, to: subscribe.subscription),
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
}
