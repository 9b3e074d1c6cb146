import AdapterKit
import Cryptography
import Foundation
import NormalizedFormat
import Site

/// One thing in quarantine: a message, or the pieces of one that was too large for a message.
struct QuarantinedItem: Sendable {
  /// Of its first piece.
  let offset: UInt64
  let issuedAt: Int64
  let subject: String
  /// The message, or the whole again; with a part where pieces are missing or damaged.
  var content: Quarantine

  /// All its bytes; an error where pieces are missing.
  func wholeRaw() throws -> [UInt8] {
    guard content.part == nil else {
      throw CommandFailure("pieces of the quarantined message \(offset) are missing or damaged")
    }
    return content.raw
  }

  /// By what it is known that this was replayed: the digest of its bytes. Where the sender does not
  /// tell one message from another, the same bytes may be two events, and the record counts.
  var replayKey: String {
    let digest = Hexadecimal.encode(SHA256.hash(content.raw).bytes)
    return HL7Text.isNamed(content.raw) ? digest : "\(digest)@\(offset).\(issuedAt)"
  }

  /// Why it is not sent again; nil where it is.
  func leftOut(by replayed: ReplayedMessages, again: Bool) -> LeftOut? {
    if content.part != nil { return .incomplete }
    if content.reason == UInt32(AdapterError.Code.frameTruncated.rawValue) { return .brokenOff }
    return !again && replayed.contains(replayKey) ? .replayed : nil
  }

  /// Puts the pieces of what was quarantined in pieces together, in the order of their first ones.
  static func joining(_ items: [QuarantinedItem]) -> [QuarantinedItem] {
    var pieces: [[UInt8]: [Quarantine]] = [:]
    for item in items {
      if let whole = item.content.part?.sha256 { pieces[whole, default: []].append(item.content) }
    }
    var joined: [QuarantinedItem] = []
    for item in items {
      guard let whole = item.content.part?.sha256 else {
        joined.append(item)
        continue
      }
      guard let all = pieces.removeValue(forKey: whole) else { continue }
      var item = item
      if let raw = Quarantine.joined(all), SHA256.hash(raw).bytes == whole {
        item.content.raw = raw
        item.content.part = nil
      }
      joined.append(item)
    }
    return joined
  }
}

// MARK: Lines

extension QuarantinedItem {
  func text(isReplayed: Bool) -> String {
    let time = Date(timeIntervalSince1970: Double(issuedAt) / 1000).formatted(.iso8601)
    let place = content.place.map { " at \($0)" } ?? ""
    let rest = content.part.map { " of \($0.bytes), pieces are missing" } ?? ""
    return
      "\(offset)\t\(time)\t\(subject)\tVGM-\(content.reason)\(place)\t"
      + "\(content.raw.count) bytes\(rest)\(isReplayed ? "\treplayed" : "")"
  }

  func json(isReplayed: Bool) -> String {
    #"{"offset":\#(offset),"issuedAt":\#(issuedAt),"subject":\#(JSONText.quote(subject)),"#
      + #""code":\#(content.reason),"#
      + #""place":\#(content.place.map { JSONText.quote($0) } ?? "null"),"#
      + #""bytes":\#(content.raw.count),"complete":\#(content.part == nil),"#
      + #""replayed":\#(isReplayed)}"#
  }

  /// The line of what was sent again.
  func text(_ answer: ReplayAnswer) -> String { "\(offset)\t\(answer.text)" }

  func json(_ answer: ReplayAnswer) -> String {
    let (result, error) = answer.word
    return
      #"{"offset":\#(offset),"result":\#(JSONText.quote(result)),"#
      + #""error":\#(error.map { JSONText.quote($0) } ?? "null")}"#
  }

  /// The line of what was not sent.
  func text(leftOut reason: LeftOut) -> String { "\(offset)\tnot sent\t\(reason.text)" }

  func json(leftOut reason: LeftOut) -> String {
    #"{"offset":\#(offset),"result":"not-sent","error":"\#(reason.rawValue)"}"#
  }
}
