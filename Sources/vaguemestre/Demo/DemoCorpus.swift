import Foundation

/// Sends a file of real messages as the admissions office would, once.
final class DemoCorpus: Sendable {
  private let messages: [[UInt8]]
  private let place: HostPort
  private let account: DemoAccount
  private let ended = DispatchSemaphore(value: 0)

  /// Nil without a file.
  init?(_ path: String?, at place: HostPort, _ account: DemoAccount) throws {
    guard let path else { return nil }
    guard let content = FileManager.default.contents(atPath: path) else {
      throw CommandFailure("\(path) can't be read")
    }
    messages = HL7Text.messages(in: Array(content))
    self.place = place
    self.account = account
  }

  func start() {
    Thread { [self] in
      var sender = DeviceSender(place, timeout: .seconds(30))
      for message in messages {
        account.sent()
        var tries = 0
        while tries < 100 {
          tries += 1
          if sender.send(message).isPositive {
            account.acknowledged(
              HL7Text.controlID(message), flow: "admissions/\(Self.flow(of: message))")
            break
          }
          usleep(100_000)
        }
      }
      ended.signal()
    }.start()
  }

  func waitForEnd() {
    ended.wait()
  }

  /// Where the demo's statement expects a message by its type, MSH-9.
  private static func flow(of message: [UInt8]) -> String {
    switch HL7Text.messageType(message) {
    case "ADT": "admissions"
    case "SIU": "appointments"
    case "ORM", "OML", "OMG", "RDE", "RDS": "orders"
    case "MDM": "documents"
    case "VXU": "immunizations"
    case "ORU", "OUL": "reports"
    default: "other"
    }
  }
}
