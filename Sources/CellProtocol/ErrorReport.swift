internal import CBOR

/// ERROR: a command was refused, or the session is over.
package struct ErrorReport: Equatable, Sendable {
  /// 2xxx or 3xxx.
  package let code: Int
  /// Whether the session is over.
  package let isFatal: Bool
  /// The request or subscription that it concerns.
  package let about: UInt64?

  package init(code: Int, isFatal: Bool, about: UInt64? = nil) {
    self.code = code
    self.isFatal = isFatal
    self.about = about
  }

  /// An error of the protocol itself.
  package init(_ code: ProtocolCode, about: UInt64? = nil) {
    self.init(code: code.rawValue, isFatal: code.isFatal, about: about)
  }

  init(_ reader: inout CBORReader) throws(CBORError) {
    code = try reader.code()
    isFatal = try reader.boolean()
    about = reader.skipNull() ? nil : try reader.number()
  }

  /// The frame.
  package func encoded() -> [UInt8] {
    var writer = CBORWriter(capacity: 16)
    writer.array(Verb.error.elementCount)
    writer.unsigned(Verb.error.rawValue)
    writer.unsigned(UInt64(code))
    writer.bool(isFatal)
    if let about { writer.unsigned(about) } else { writer.null() }
    return writer.bytes
  }
}

extension Command {
  /// The frame of BYE.
  package static let byeFrame: [UInt8] = [0x81, 0x0d]
}
