import Foundation

/// A device stand-in: keeps a connection, sends one message at a time, and connects anew after a
/// failure.
struct DeviceSender: ~Copyable {
  /// What became of one message, as the device saw it.
  struct Answer: Sendable {
    let controlID: String
    /// MSA-1 (`AA`, `CA`, `AE`, …), or nil when no usable answer came.
    let code: String?
    let failure: String?

    /// Whether the receiver took responsibility for the message.
    var isPositive: Bool { code == "AA" || code == "CA" }

    var text: String {
      "\(controlID)\t\(code ?? "no answer")\(failure.map { "\t\($0)" } ?? "")"
    }

    var json: String {
      let quoted = { (text: String?) in text.map { JSONText.quote($0) } ?? "null" }
      return
        #"{"controlID":\#(quoted(controlID)),"code":\#(quoted(code)),"error":\#(quoted(failure))}"#
    }
  }

  private let place: HostPort
  private let timeout: Duration
  private var connection: MLLPConnection?

  init(_ place: HostPort, timeout: Duration) {
    self.place = place
    self.timeout = timeout
  }

  /// Sends a message and says what was answered.
  mutating func send(_ message: [UInt8]) -> Answer {
    let id = HL7Text.controlID(message)
    do throws(MLLPFailure) {
      let answer = try exchange(message)
      guard let said = HL7Text.acknowledgements(in: answer).first else {
        connection = nil
        return Answer(controlID: id, code: nil, failure: "the answer has no MSA")
      }
      guard said.controlID == id else {
        connection = nil
        return Answer(controlID: id, code: nil, failure: "the answer is to another message")
      }
      return Answer(controlID: id, code: said.code, failure: nil)
    } catch {
      connection = nil
      return Answer(controlID: id, code: nil, failure: error.description)
    }
  }

  private mutating func exchange(_ message: [UInt8]) throws(MLLPFailure) -> [UInt8] {
    if connection == nil {
      connection = try MLLPConnection(host: place.host, port: place.port)
    }
    guard let answer = try connection?.exchange(message, timeout: timeout) else {
      throw .notConnected
    }
    return answer
  }
}
