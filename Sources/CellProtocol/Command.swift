internal import CBOR

/// One command of the wire protocol, decoded; the grammar is `Sources/Cell/cell-protocol.cddl`.
package enum Command: Equatable, Sendable {
  case hello(Hello)
  case welcome(Welcome)
  case publish(Publish)
  case ack(Ack)
  case nack(Nack)
  case subscribe(Subscribe)
  case credit(Credit)
  case deliver(Deliver)
  case acked(Acked)
  case heartbeat(Heartbeat)
  case error(ErrorReport)
  case subscribed(Subscribed)
  case bye
  case unsubscribe(Unsubscribe)

  /// Decodes one frame. Messages stay where they are: the command has their ranges in `frame`.
  package init(_ frame: [UInt8]) throws(ProtocolFault) {
    guard frame.count <= Limit.frameBytesMax else {
      throw ProtocolFault(.oversized, at: Limit.frameBytesMax)
    }
    var reader = CBORReader(frame)
    let verb = try Command.head(&reader)
    do {
      self = try Command.body(verb, &reader)
      try reader.finish()
    } catch {
      throw ProtocolFault(error)
    }
  }

  /// The array's head and the verb; a HELLO or WELCOME of another version goes no further, since
  /// that version's shape is unknown here.
  private static func head(_ reader: inout CBORReader) throws(ProtocolFault) -> Verb {
    do {
      let count = try reader.array()
      let verbOffset = reader.offset
      guard let verb = Verb(rawValue: try reader.unsigned()) else {
        throw ProtocolFault(.unknownCommand, at: verbOffset)
      }
      if (verb == .hello || verb == .welcome) && count > 1 {
        let versionOffset = reader.offset
        guard try reader.unsigned() == ProtocolVersion.current else {
          throw ProtocolFault(.version, at: versionOffset)
        }
      }
      guard count == verb.elementCount else { throw ProtocolFault(.malformed, at: 0) }
      return verb
    } catch let fault as ProtocolFault {
      throw fault
    } catch let error as CBORError {
      throw ProtocolFault(error)
    } catch {
      throw ProtocolFault(.malformed, at: 0)
    }
  }

  private static func body(
    _ verb: Verb, _ reader: inout CBORReader
  ) throws(CBORError) -> Command {
    switch verb {
    case .hello: .hello(try Hello(&reader))
    case .welcome: .welcome(try Welcome(&reader))
    case .publish: .publish(try Publish(&reader))
    case .ack: .ack(try Ack(&reader))
    case .nack: .nack(try Nack(&reader))
    case .subscribe: .subscribe(try Subscribe(&reader))
    case .credit: .credit(try Credit(&reader))
    case .deliver: .deliver(try Deliver(&reader))
    case .acked: .acked(try Acked(&reader))
    case .heartbeat: .heartbeat(try Heartbeat(&reader))
    case .error: .error(try ErrorReport(&reader))
    case .subscribed: .subscribed(try Subscribed(&reader))
    case .bye: .bye
    case .unsubscribe: .unsubscribe(try Unsubscribe(&reader))
    }
  }
}

/// The versions of the protocol that this code speaks.
package enum ProtocolVersion {
  package static let current: UInt64 = 1
}
