import AdapterRuntime
import Client

/// What a link says to its operator: codes and places on standard error, never content.
struct LinkLog: Sendable {
  private let name: String

  init(_ name: String) {
    self.name = name
  }

  func listening(at address: DeviceAddress) {
    write("listening at \(address)")
  }

  func note(_ status: ConnectionStatus) {
    switch status {
    case .open(let principal): write("session with the cell is open, as \(principal)")
    case .lost: write("the cell is away; trying again")
    case .failed(let error): write("\(error): trying again")
    case .keyRefused:
      write("VGM-3108 the cell does not know this link's CURVE key; its policy must name it")
    case .refused(let code, _): write("VGM-\(code) from the cell")
    }
  }

  func note(_ notice: LinkNotice) {
    switch notice {
    case .unreadable(let error): write("\(error): a frame was not readable")
    case .quarantined(let error): write("\(error): quarantined")
    case .unrouted: write("VGM-1010 no flow is configured for this kind; to quarantine")
    case .refused(let code): write("VGM-\(code): the cell refused a message; to quarantine")
    case .heldBack(let code):
      write(
        "VGM-\(code): the cell takes nothing from this link now; devices are told to send again")
    case .lost(let code):
      let reason = code.map { "VGM-\($0)" } ?? "VGM-1010"
      write("\(reason): quarantine refused a message too; NOTHING of it is kept, its device knows")
    case .busy: write("VGM-3126 no answer from the cell in time; the device is told to send again")
    }
  }

  private func write(_ text: String) {
    Main.complain("adapter \(name): \(text)")
  }
}
