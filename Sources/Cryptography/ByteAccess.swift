extension [UInt8] {
  /// As `withUnsafeBytes`, with a typed error.
  func withBytes<R>(
    _ body: (UnsafeRawBufferPointer) throws(CryptographyError) -> R
  ) throws(CryptographyError) -> R {
    try withUnsafeBufferPointer { (buffer) throws(CryptographyError) in
      try body(UnsafeRawBufferPointer(buffer))
    }
  }
}

/// An array of `count` bytes that `body` fills.
func filled(
  _ count: Int, _ body: (UnsafeMutableRawBufferPointer) throws(CryptographyError) -> Void
) throws(CryptographyError) -> [UInt8] {
  var failure: CryptographyError?
  let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
    let output = UnsafeMutableRawBufferPointer(
      rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
    do throws(CryptographyError) {
      try body(output)
      initialized = count
    } catch {
      failure = error
    }
  }
  if let failure { throw failure }
  return bytes
}
