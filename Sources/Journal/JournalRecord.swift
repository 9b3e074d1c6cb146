/// One record as a reader meets it.
package enum JournalRecord: Equatable, Sendable {
  /// A message, decrypted and authentic, as it was received.
  case message(offset: UInt64, metadata: IngestMetadata, bytes: [UInt8])
  /// A record that does not decrypt, or is not there although its offset was given out. The others
  /// are served; this one stays where it is, for whoever can repair it.
  case damaged(offset: UInt64)

  package var offset: UInt64 {
    switch self {
    case .message(let offset, _, _), .damaged(let offset): offset
    }
  }
}
