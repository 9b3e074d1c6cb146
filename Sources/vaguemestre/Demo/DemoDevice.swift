import Foundation
import Site

/// A device stand-in on a thread of its own: sends, waits for the answer, sends again what was not
/// accepted, as devices do.
final class DemoDevice: Sendable {
  private let kind: DemoHospital.DeviceKind
  private let place: HostPort
  private let account: DemoAccount
  private let stop: StopFlag
  private let ended = DispatchSemaphore(value: 0)

  init(_ kind: DemoHospital.DeviceKind, at place: HostPort, account: DemoAccount, stop: StopFlag) {
    self.kind = kind
    self.place = place
    self.account = account
    self.stop = stop
  }

  func start() {
    Thread { [self] in
      run()
      ended.signal()
    }.start()
  }

  func waitForEnd() {
    ended.wait()
  }

  private func run() {
    var sender = DeviceSender(place, timeout: .seconds(30))
    var counter = 0
    let pause = UInt32(1_000_000 / kind.perSecond)
    while !stop.isSet {
      let id = "\(kind.name.prefix(12))-\(getpid())-\(counter)"
      let message = kind.message(counter, id, Self.timestamp())
      account.sent()
      if let flow = kind.flow(counter) {
        deliver(message, id, flow, with: &sender)
      } else {
        // What can't be read is answered negatively, and kept; sending it again would change
        // nothing.
        _ = sender.send(message)
      }
      counter += 1
      usleep(pause)
    }
  }

  /// Sends until it is accepted. When the demo ends first, nobody promised anything.
  private func deliver(
    _ message: [UInt8], _ id: String, _ flow: String, with sender: inout DeviceSender
  ) {
    while true {
      if sender.send(message).isPositive { return account.acknowledged(id, flow: flow) }
      if stop.isSet { return }
      usleep(100_000)
    }
  }

  /// Now, as HL7 v2 writes it, with zone.
  static func timestamp() -> String {
    var now = time(nil)
    var parts = tm()
    gmtime_r(&now, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y%m%d%H%M%S+0000", &parts)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
