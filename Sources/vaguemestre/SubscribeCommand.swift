import ArgumentParser
import CellProtocol
import Client
import FHIRProjection
import Foundation
import LabelExchange
import Labels
import NormalizedFormat
import SignedMessage
import Cryptography
import Site
import Synchronization
import ZeroMQ

/// `vaguemestre subscribe`
struct SubscribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "subscribe",
    abstract: "Receive messages of a flow, each verified by its producer's signature.",
    discussion: """
      Messages go to standard output: one JSON document a line, one line of text each, one \
      Bundle of FHIR R4 a line with the label in meta.security, or the payloads as a CBOR \
      sequence (RFC 8742). What happens to the connection goes to standard error. Exit status 1 \
      when the cell \
      refuses.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, fhir, cbor, text
  }

  @OptionGroup var access: MemberOptions

  @Option(help: "The flow, COMPARTMENT/FLOW; one of another compartment must be imported.")
  var flow: String

  @Option(
    help:
      "Where to start: start, now, resume (behind the last message that was handled), or an offset."
  )
  var from: String = "resume"

  @Option(help: "End after so many messages.")
  var count: Int?

  @Option(help: "json, fhir, cbor or text.")
  var format: Format = .json

  func validate() throws {
    guard Subscribe.Start(argument: from) != nil else {
      throw ValidationError("--from is start, now, resume or an offset, not '\(from)'")
    }
    if let count, count < 1 { throw ValidationError("--count must be at least 1") }
  }

  func run() throws {
    guard let start = Subscribe.Start(argument: from) else { throw ExitCode.validationFailure }
    let member = try access.member()
    let printer = DeliveryPrinter(format: format, count: count)
    let subscriber = try Subscriber(
      in: Context.shared(), member.connection("vaguemestre subscribe"),
      to: [FlowRequest(flow: member.flow(flow), from: start)],
      trusting: member.trust, status: { printer.note($0) }, until: { printer.isDone },
      handle: { printer.handle($0) })
    let failure = printer.wait()
    subscriber.close()
    if let failure { throw failure }
  }
}

extension Subscribe.Start {
  /// `start`, `now`, `resume`, or a number.
  init?(argument: String) {
    switch argument {
    case "start": self = .oldest
    case "now": self = .now
    case "resume": self = .resume
    default:
      guard let offset = UInt64(argument) else { return nil }
      self = .offset(offset)
    }
  }
}

/// Prints deliveries and knows when enough came. Handled on the subscriber's thread.
final class DeliveryPrinter: Sendable {
  private struct State {
    var left: Int?
    var isDone = false
    var failure: CommandFailure?
  }

  private let format: SubscribeCommand.Format
  private let state: Mutex<State>
  private let done = DispatchSemaphore(value: 0)

  init(format: SubscribeCommand.Format, count: Int?) {
    self.format = format
    state = Mutex(State(left: count))
  }

  /// Waits until enough came or nothing more can come.
  func wait() -> CommandFailure? {
    let signals = StopSignals { self.finish(nil) }
    defer { withExtendedLifetime(signals) {} }
    done.wait()
    return state.withLock { $0.failure }
  }

  func handle(_ event: SubscriberEvent) {
    switch event {
    case .subscribed: break
    case .refused(let flow, let code):
      finish(
        CommandFailure(
          "VGM-\(code): the cell refuses flow \(flow); ask 'vaguemestre policy explain' why"))
    case .unverified(let flow, let offset, let code):
      complain("VGM-\(code): message \(offset) of \(flow) does not verify and is left out")
    case .message(let delivery):
      print(delivery)
      countOne()
    }
  }

  /// Whether nothing more is wanted: what was not printed by then is not acknowledged.
  var isDone: Bool { state.withLock { $0.isDone } }

  func note(_ status: ConnectionStatus) {
    switch status {
    case .open(let principal): complain("session open, as \(principal)")
    case .lost: complain("the cell is away; trying again")
    case .keyRefused:
      finish(CommandFailure("VGM-3108: the cell does not know this key; its policy must name it"))
    case .failed(let error): complain("\(error)")
    case .refused: break
    }
  }

  private func countOne() {
    let isLast = state.withLock { state in
      guard let left = state.left else { return false }
      state.left = left - 1
      if left == 1 { state.isDone = true }
      return left == 1
    }
    if isLast { done.signal() }
  }

  private func finish(_ failure: CommandFailure?) {
    state.withLock { state in
      state.isDone = true
      state.failure = state.failure ?? failure
    }
    done.signal()
  }

  private func print(_ delivery: Delivery) {
    let payload = Array(delivery.message.payloadBytes)
    switch format {
    case .cbor: FileHandle.standardOutput.write(Data(payload))
    case .json: line(json(delivery, payload))
    case .fhir: fhir(delivery, payload)
    case .text: line(text(delivery, payload))
    }
  }

  private func json(_ delivery: Delivery, _ payload: [UInt8]) -> String {
    let message = delivery.message
    let content = (try? Message(decoding: payload).json()) ?? "null"
    return #"{"flow":\#(JSONText.quote(delivery.flow)),"offset":\#(delivery.offset),"#
      + #""subject":\#(JSONText.quote(message.subject)),"#
      + #""label":\#(JSONText.quote("\(message.label)")),"#
      + #""producer":\#(JSONText.quote("\(message.identity.keyID)")),"#
      + #""issuedAt":\#(message.issuedAt),"message":\#(content)}"#
  }

  private func fhir(_ delivery: Delivery, _ payload: [UInt8]) {
    guard let message = try? Message(decoding: payload) else {
      let place = "message \(delivery.offset) of \(delivery.flow)"
      return complain("\(place) is no normalized message, and has no bundle")
    }
    let bundle = FHIRBundle(of: message, label: FHIRLabel(delivery.message.label))
    FileHandle.standardOutput.write(Data(bundle.bytes + [10]))
  }

  private func text(_ delivery: Delivery, _ payload: [UInt8]) -> String {
    let summary = (try? Message(decoding: payload).text()) ?? "not a normalized message"
    return "\(delivery.flow) \(delivery.offset) \(delivery.message.subject) \(summary)"
  }

  private func line(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  private func complain(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
