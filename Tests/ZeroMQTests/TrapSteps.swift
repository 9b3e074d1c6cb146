import Foundation
import Testing

@testable import ZeroMQ

/// The steps that trap tests share; some run in child processes, so they capture nothing.

/// The id that libzmq gives to the first peer of a new ROUTER.
func firstRoutingID() throws -> UInt32 {
  let endpoint = try inproc()
  var router = try Socket(.router, in: .shared())
  try router.bind(endpoint)
  let dealer = try Socket.dealer(to: endpoint)
  _ = try dealer.send([1], within: patience)
  var frame = Frame()
  return try #require(try router.receiveRouted(into: &frame, within: patience)).counter
}

/// A peer claims the id that an unseeded process gives first; then a second peer comes.
func claimFirstKnownID() throws {
  let endpoint = try inproc()
  var router = try Socket(.router, in: .shared())
  try router.bind(endpoint)
  let attacker = try Socket.dealer(to: endpoint, claiming: [0, 0x6B, 0x8B, 0x45, 0x67])
  _ = try attacker.send([1], within: patience)
  var frame = Frame()
  _ = try router.receiveRouted(into: &frame, within: patience)
  let innocent = try Socket.dealer(to: endpoint)
  _ = try innocent.send([2], within: patience)
  _ = try router.receiveRouted(into: &frame, within: patience)
}

/// How a CURVE handshake ends in a process where nothing answers ZAP.
func handshakeWithoutHandler(enforcing: Bool) throws -> ConnectionEvent? {
  let context = try Context.shared()
  let keys = try CurveKeyPair.generate()
  let server = CurveServer(keys: keys, domain: ZAPDomain(name: "nobody-answers"))
  var router = try Socket(.router, in: context)
  var endpoint = try router.bind(loopback(), as: server)
  if !enforcing {
    try router.handle.set(.zapEnforceDomain, 0)
    endpoint = try router.bindSecured(loopback())
  }
  var dealer = try Socket(.dealer, in: context)
  let monitor = try dealer.monitor()
  try dealer.connect(endpoint, as: CurveClient(keys: .generate(), server: keys.publicKey))
  return try monitor.outcome()
}

/// A peer connects, is heard, and leaves; returns once libzmq says that it is gone.
func visit(_ router: inout Socket, _ endpoint: Endpoint, claiming id: [UInt8]) throws {
  do {
    let dealer = try Socket.dealer(to: endpoint, claiming: id)
    _ = try dealer.send([1], within: patience)
    let deadline = Deadline(within: patience)
    var frame = Frame()
    while router.refusals.foreignRoutingID == 0, !deadline.isOver {
      _ = try router.receiveRouted(into: &frame, within: .milliseconds(1))
    }
  }
  let deadline = Deadline(within: patience)
  #expect(try becomes(.gone, [id, [0]], from: &router, before: deadline))
}

/// What a second peer gets that claims `id`, when the ROUTER sends `message` to that id.
///
/// While libzmq still tears down the first peer's connection it ignores the second for ever, so a
/// thief comes again, as often as it takes.
func steal(
  router: inout Socket, _ endpoint: Endpoint, claiming id: [UInt8], _ message: [UInt8]
) throws -> [UInt8]? {
  let deadline = Deadline(within: patience)
  while !deadline.isOver {
    var thief = try Socket.dealer(to: endpoint, claiming: id)
    let attempt = Deadline(within: .milliseconds(200))
    guard try becomes(.reachable, [id, message], from: &router, before: attempt) else { continue }
    var frame = Frame()
    guard try thief.receive(into: &frame, within: patience) else { return nil }
    return frame.bytes
  }
  return nil
}

enum Reach { case reachable, gone }

/// Sends `parts` until libzmq takes them, or until it says that nobody is there.
func becomes(
  _ wanted: Reach, _ parts: [[UInt8]], from router: inout Socket, before deadline: Deadline
) throws -> Bool {
  var frame = Frame()
  while !deadline.isOver {
    do throws(ZeroMQError) {
      try router.handle.send(parts: parts)
      if wanted == .reachable { return true }
    } catch {
      #expect(error.errnoName == "EHOSTUNREACH")
      if wanted == .gone { return true }
    }
    _ = try router.receiveRouted(into: &frame, within: .milliseconds(1))
  }
  return false
}

func port(of endpoint: Endpoint) throws -> UInt16 {
  try #require(endpoint.address.split(separator: ":").last.flatMap { UInt16($0) })
}

/// How often this thread has waited for something, by the kernel's count.
func voluntarySwitches() throws -> Int {
  let status = try String(contentsOfFile: "/proc/thread-self/status", encoding: .utf8)
  let line = status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches:") }
  return try #require(line?.split(separator: "\t").last.flatMap { Int($0) })
}
