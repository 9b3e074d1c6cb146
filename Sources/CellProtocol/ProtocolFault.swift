internal import CBOR

/// Why a frame is no command: a code and an offset, nothing of the content.
package struct ProtocolFault: Error, Equatable, Sendable {
  /// 3102, 3103, 3104 or 3105.
  package let code: ProtocolCode
  /// Index of the first byte of the item that is at fault.
  package let offset: Int

  package init(_ code: ProtocolCode, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  init(_ error: CBORError) {
    self.init(.malformed, at: error.offset)
  }
}
