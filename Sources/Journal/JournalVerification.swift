/// What a walk over the whole journal found.
package struct JournalVerification: Equatable, Sendable {
  /// A record that could not be read.
  package struct Damage: Equatable, Sendable {
    package let flow: String
    package let offset: UInt64
  }

  /// Records that decrypt and are authentic.
  package fileprivate(set) var intact: UInt64 = 0
  /// Bytes of their messages.
  package fileprivate(set) var bytes: UInt64 = 0
  /// Records that do not decrypt or are missing.
  package fileprivate(set) var damaged: UInt64 = 0
  /// The first of them; see ``JournalLimit/damagedListedMax``.
  package fileprivate(set) var damages: [Damage] = []

  package var isIntact: Bool { damaged == 0 }
}

extension JournalReader {
  /// Decrypts every record that was there when the walk came to its flow. It changes nothing, and
  /// works in short steps so that a cell writing meanwhile can reuse its pages.
  package func verify() throws(JournalError) -> JournalVerification {
    var result = JournalVerification()
    let step = ReadBounds(bytesMax: 4 << 20, countMax: 4_096)
    for flow in try flows() {
      var place = flow.extent.first
      while place < flow.extent.next {
        let next = try read(flow.number, from: place, step) { (record) throws(JournalError) in
          result.count(record, of: flow.name)
        }
        guard next > place else { throw JournalError(.structure, at: .verify) }
        place = next
      }
    }
    return result
  }
}

extension JournalVerification {
  fileprivate mutating func count(_ record: JournalRecord, of flow: String) {
    switch record {
    case .message(_, _, let message):
      intact += 1
      bytes += UInt64(message.count)
    case .damaged(let offset):
      damaged += 1
      guard damages.count < JournalLimit.damagedListedMax else { return }
      damages.append(Damage(flow: flow, offset: offset))
    }
  }
}
