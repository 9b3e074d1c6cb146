import CellProtocol
import Foundation

/// A command as the vectors write it: field names of the CDDL, byte strings as hex.
func fields(of command: Command, in frame: [UInt8]) -> [String: Any] {
  switch command {
  case .hello(let hello):
    return [
      "verb": "HELLO", "version": 1, "client": hello.client, "principal": hello.principal,
      "nonce": VectorFile.hex(hello.nonce),
      "keys": hello.keys.map { VectorFile.hex($0) },
    ]
  case .welcome(let welcome): return fields(of: welcome)
  case .publish(let publish):
    return [
      "verb": "PUBLISH", "request": publish.request,
      "messages": publish.messages.map { VectorFile.hex(frame[$0]) },
    ]
  case .ack(let ack):
    return [
      "verb": "ACK", "request": ack.request, "credit": ack.credit,
      "results": ack.results.map(field),
    ]
  case .nack(let nack):
    return [
      "verb": "NACK", "request": nack.request, "code": nack.code, "credit": nack.credit,
      "retryAfter": nack.retryAfter,
    ]
  case .subscribe(let subscribe):
    return [
      "verb": "SUBSCRIBE", "subscription": subscribe.subscription, "flow": subscribe.flow,
      "from": field(subscribe.from), "credit": subscribe.credit,
    ]
  case .credit(let credit):
    return ["verb": "CREDIT", "subscription": credit.subscription, "bytes": credit.bytes]
  case .deliver(let deliver):
    return [
      "verb": "DELIVER", "subscription": deliver.subscription,
      "messages": deliver.messages.map { [$0.offset, VectorFile.hex(frame[$0.range])] as [Any] },
    ]
  case .acked(let acked):
    return ["verb": "ACKED", "subscription": acked.subscription, "offset": acked.offset]
  case .heartbeat(let heartbeat):
    return ["verb": "HEARTBEAT", "token": VectorFile.hex(heartbeat.token)]
  case .error(let error):
    return [
      "verb": "ERROR", "code": error.code, "fatal": error.isFatal,
      "about": error.about.map { $0 as Any } ?? NSNull(),
    ]
  case .subscribed(let subscribed):
    return [
      "verb": "SUBSCRIBED", "subscription": subscribed.subscription, "first": subscribed.first,
      "head": subscribed.head,
    ]
  case .bye: return ["verb": "BYE"]
  case .unsubscribe(let unsubscribe):
    return ["verb": "UNSUBSCRIBE", "subscription": unsubscribe.subscription]
  }
}

private func fields(of welcome: Welcome) -> [String: Any] {
  let marks = welcome.marks.map { mark in
    [
      "key": VectorFile.hex(mark.key), "flow": mark.flow, "epoch": mark.epoch,
      "sequence": mark.sequence,
    ] as [String: Any]
  }
  return [
    "verb": "WELCOME", "version": 1, "session": VectorFile.hex(welcome.session),
    "site": welcome.site, "compartment": welcome.compartment, "principal": welcome.principal,
    "journal": VectorFile.hex(welcome.journal), "heartbeat": welcome.heartbeat,
    "silence": welcome.silence, "frameMax": welcome.frameMax,
    "publishCredit": welcome.publishCredit, "marks": marks,
  ]
}

private func field(_ result: PublishResult) -> Any {
  switch result {
  case .accepted(let offset): offset
  case .duplicate: NSNull()
  case .refused(let code): -code
  }
}

private func field(_ start: Subscribe.Start) -> Any {
  switch start {
  case .oldest: "oldest"
  case .now: "now"
  case .resume: "resume"
  case .offset(let offset): offset
  }
}

/// The frame that the encoder makes of a decoded command.
func encoded(_ command: Command, from frame: [UInt8]) -> [UInt8] {
  switch command {
  case .hello(let hello): hello.encoded()
  case .welcome(let welcome): welcome.encoded()
  case .publish(let publish):
    Publish.encoded(request: publish.request, messages: publish.messages.map { Array(frame[$0]) })
  case .ack(let ack): ack.encoded()
  case .nack(let nack): nack.encoded()
  case .subscribe(let subscribe): subscribe.encoded()
  case .credit(let credit): credit.encoded()
  case .deliver(let deliver):
    Deliver.encoded(
      subscription: deliver.subscription,
      deliver.messages.map { Outgoing(offset: $0.offset, source: frame, range: $0.range) })
  case .acked(let acked): acked.encoded()
  case .heartbeat(let heartbeat): heartbeat.encoded()
  case .error(let error): error.encoded()
  case .subscribed(let subscribed): subscribed.encoded()
  case .bye: Command.byeFrame
  case .unsubscribe(let unsubscribe): unsubscribe.encoded()
  }
}
