import Cell
import CellProtocol
import Client
import Cryptography
import Foundation
import ProgramTesting
import SignedMessage
import Synchronization
import ZeroMQ

/// A real cell in this process: CURVE over TCP on a free port, a journal in a directory of its own.
final class RunningCell {
  let hospital: Hospital
  let compartment: String
  let directory: String
  let ending = Ending()
  /// What the cell says, line by line.
  let lines = WaitBox<String>()
  private(set) var server: CellServer
  private static let storageKey = [UInt8](repeating: 9, count: 32)

  init(
    _ hospital: Hospital, _ compartment: String = "icu", directory: String? = nil,
    endpoint: String = "tcp://127.0.0.1:*", fault: (@Sendable () -> Int32)? = nil
  ) throws {
    self.hospital = hospital
    self.compartment = compartment
    let place = FileManager.default.temporaryDirectory
      .appending(path: "vaguemestre-cell-\(UUID().uuidString)").path
    self.directory = directory ?? place
    var configuration = CellConfiguration(
      snapshot: try hospital.snapshot(of: compartment), endpoint: try Endpoint(endpoint),
      keys: try hospital.keys(of: compartment), journalDirectory: self.directory,
      storageKey: Self.storageKey)
    configuration.linkKeys = ["link-icu": try hospital.keys(of: "cardiology/link-icu")]
    configuration.freeBytesMin = 0
    configuration.commitFault = fault
    let (ending, lines) = (ending, lines)
    configuration.log = { lines.put($0) }
    server = try CellServer(in: try Context.shared(), configuration) { ending.set($0) }
  }

  deinit {
    server.stop()
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// Ends the cell and starts another one over the same journal, at the same address.
  func restart() throws {
    let address = server.endpoint.description
    server.stop()
    var configuration = CellConfiguration(
      snapshot: try hospital.snapshot(of: compartment), endpoint: try Endpoint(address),
      keys: try hospital.keys(of: compartment), journalDirectory: directory,
      storageKey: Self.storageKey)
    configuration.linkKeys = ["link-icu": try hospital.keys(of: "cardiology/link-icu")]
    configuration.freeBytesMin = 0
    let lines = lines
    configuration.log = { lines.put($0) }
    server = try Self.start(configuration, tries: 1_000)
  }

  /// ZeroMQ gives a port back some time after the socket that had it was closed.
  private static func start(
    _ configuration: CellConfiguration, tries: Int
  ) throws -> CellServer {
    for _ in 1..<tries {
      do {
        return try CellServer(in: try Context.shared(), configuration)
      } catch CellStartError.transport(let error) where error.errno == EADDRINUSE {}
    }
    return try CellServer(in: try Context.shared(), configuration)
  }

  func connection(as name: String) throws -> ConnectionConfiguration {
    ConnectionConfiguration(
      cell: CellAddress(
        endpoint: server.endpoint, serverKey: try hospital.keys(of: compartment).publicKey),
      principal: name, keys: try hospital.keys(of: name), clientName: "test")
  }

  func publisher(
    _ name: String = "icu/monitor", site: String = "north", compartment: String = "icu"
  ) throws -> Publisher {
    try Publisher(
      in: try Context.shared(), try connection(as: name),
      as: ProducerIdentity(
        key: try hospital.signingKey(of: name), site: site, compartment: compartment))
  }

  /// A subscriber whose events go to an inbox.
  func subscriber(
    _ name: String, _ flow: String = "vitals", from: Subscribe.Start = .oldest
  ) throws -> (Subscriber, Inbox) {
    let inbox = Inbox()
    let subscriber = try Subscriber(
      in: try Context.shared(), try connection(as: name),
      to: [FlowRequest(flow: flow, from: from)], trusting: try hospital.trust(of: name),
      status: { inbox.put($0) }, handle: { inbox.put($0) })
    return (subscriber, inbox)
  }
}

/// A client without manners: one DEALER, any bytes.
final class RawClient {
  private var socket: Socket
  private var frame = Frame()

  init(_ cell: RunningCell, as name: String) throws {
    let connection = try cell.connection(as: name)
    var options = SocketOptions()
    options.messageBytesMax = Limit.transportBytesMax
    socket = try Socket(.dealer, in: try Context.shared(), options: options)
    try socket.connect(
      connection.cell.endpoint,
      as: CurveClient(keys: connection.keys, server: connection.cell.serverKey))
  }

  func send(_ bytes: [UInt8]) throws {
    guard try socket.send(bytes, within: .seconds(30)) == .queued else {
      throw NothingCame()
    }
  }

  /// The code of the next command if it is an ERROR; nil for another command. Heartbeats are left
  /// out.
  func code() throws -> Int? {
    while try socket.receive(into: &frame, within: .seconds(30)) {
      switch try Command(frame.bytes) {
      case .heartbeat: continue
      case .error(let error): return error.code
      default: return nil
      }
    }
    throw NothingCame()
  }
}

/// Drafts as the monitor makes them.
func drafts(
  _ count: Int, flow: String = "vitals", label: String = "N//compartment=icu", bytes: Int = 64
) throws -> [MessageDraft] {
  let label = try Hospital.label(label)
  return (0..<count).map { number in
    MessageDraft(
      flow: flow, label: label, subject: "bed-1",
      payload: [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: bytes))
  }
}

/// How a cell ended, once it has.
final class Ending: Sendable {
  private let box = WaitBox<CellEnd>()

  func set(_ end: CellEnd) { box.put(end) }
  func wait() throws -> CellEnd { try box.take() }
}

/// What a subscriber got, in order; a test waits for the next thing and for nothing else.
final class Inbox: Sendable {
  enum Item: Sendable {
    case offset(UInt64)
    case subscribed(first: UInt64, head: UInt64)
    case refused(Int)
    case unverified(Int)
    case keyRefused
  }

  private let box = WaitBox<Item>()

  func put(_ event: SubscriberEvent) {
    switch event {
    case .message(let delivery): box.put(.offset(delivery.offset))
    case .subscribed(_, let first, let head): box.put(.subscribed(first: first, head: head))
    case .refused(_, let code): box.put(.refused(code))
    case .unverified(_, _, let code): box.put(.unverified(code))
    }
  }

  func put(_ status: ConnectionStatus) {
    if status == .keyRefused { box.put(.keyRefused) }
  }

  func next() throws -> Item { try box.take() }

  /// The next offsets, other events left out.
  func offsets(_ count: Int) throws -> [UInt64] {
    var offsets: [UInt64] = []
    while offsets.count < count {
      if case .offset(let offset) = try next() { offsets.append(offset) }
    }
    return offsets
  }

  /// The next refusal's code.
  func refusal() throws -> Int {
    while true {
      if case .refused(let code) = try next() { return code }
    }
  }
}
