/// The first element of every command.
package enum Verb: UInt64, Sendable, CaseIterable {
  case hello = 1
  case welcome = 2
  case publish = 3
  case ack = 4
  case nack = 5
  case subscribe = 6
  case credit = 7
  case deliver = 8
  case acked = 9
  case heartbeat = 10
  case error = 11
  case subscribed = 12
  case bye = 13
  case unsubscribe = 14

  /// How many elements the command's array has, the verb among them.
  var elementCount: Int {
    switch self {
    case .hello: 6
    case .welcome: 12
    case .publish: 3
    case .ack: 4
    case .nack: 5
    case .subscribe: 5
    case .credit: 3
    case .deliver: 3
    case .acked: 3
    case .heartbeat: 2
    case .error: 4
    case .subscribed: 4
    case .bye: 1
    case .unsubscribe: 2
    }
  }
}
