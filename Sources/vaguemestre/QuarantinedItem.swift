import Cryptography
import Foundation
import NormalizedFormat

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

  var text: String {
    let time = Date(timeIntervalSince1970: Double(issuedAt) / 1000).formatted(.iso8601)
    let place = content.place.map { " at \($0)" } ?? ""
    let rest = content.part.map { " of \($0.bytes), pieces are missing" } ?? ""
    return
      "\(offset)\t\(time)\t\(subject)\tVGM-\(content.reason)\(place)\t"
      + "\(content.raw.count) bytes\(rest)"
  }

  var json: String {
    #"{"offset":\#(offset),"issuedAt":\#(issuedAt),"subject":\#(JSONText.quote(subject)),"#
      + #""code":\#(content.reason),"#
      + #""place":\#(content.place.map { JSONText.quote($0) } ?? "null"),"#
      + #""bytes":\#(content.raw.count),"complete":\#(content.part == nil)}"#
  }
}
