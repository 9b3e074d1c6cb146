import AdapterRuntime
import Client
import Synchronization

/// What a link says to its operator: codes and places on standard error, never content.
final class LinkLog: Sendable {
  private let name: String
  private let last = Mutex(LastLine())

  init(_ name: String) {
    self.name = name
  }

  /// Writes what was only counted.
  func close() { last.withLock { $0.sayRest(write) } }

  func listening(at address: DeviceAddress) {
    note("listening at \(address)")
  }

  func note(_ status: ConnectionStatus) {
    switch status {
    case .open(let principal): note("session with the cell is open, as \(principal)")
    case .lost: note("the cell is away; trying again")
    case .failed(let error): note("\(error): trying again")
    case .keyRefused:
      note("VGM-3108 the cell does not know this link's CURVE key; its policy must name it")
    case .refused(let code, _): note("VGM-\(code) from the cell")
    }
  }

  func note(_ notice: LinkNotice) {
    switch notice {
    case .unreadable(let error): note("\(error): a frame was not readable")
    case .quarantined(let error): note("\(error): quarantined")
    case .unrouted: note("VGM-1010 no flow is configured for this kind; to quarantine")
    case .refused(let code): note("VGM-\(code): the cell refused a message; to quarantine")
    case .heldBack(let code):
      note(
        "VGM-\(code): the cell takes nothing from this link now; devices are told to send again")
    case .lost(let code):
      let reason = code.map { "VGM-\($0)" } ?? "VGM-1010"
      note("\(reason): quarantine refused a message too; NOTHING of it is kept, its device knows")
    case .busy: note("VGM-3126 no answer from the cell in time; the device is told to send again")
    }
  }

  private func note(_ text: String) {
    last.withLock { $0.note(text, write) }
  }

  private func write(_ text: String) {
    Main.complain("adapter \(name): \(text)")
  }
}

/// The line that was written last, and how often it was to be written again within a second: ten
/// thousand bad messages of one frame are two lines. The number is written with the next line.
private struct LastLine {
  private var text = ""
  private var count = 0
  private var since = ContinuousClock.now

  mutating func note(_ text: String, _ write: (String) -> Void) {
    let now = ContinuousClock.now
    if text == self.text, now - since < .seconds(1) {
      count += 1
      return
    }
    sayRest(write)
    self.text = text
    since = now
    write(text)
  }

  mutating func sayRest(_ write: (String) -> Void) {
    if count > 0 { write("\(text) (\(count) more)") }
    count = 0
  }
}
