import COpenSSL

/// A passphrase of a key file, or the PIN of a token: bytes that are wiped when nobody holds them
/// any more, and never printed.
///
/// They count as they were typed: no Unicode normalization, as `openssl` does it.
package final class Passphrase: Sendable {
  /// What OpenSSL's encoders and terminals take without cutting it.
  package static let byteCountMax = 1024
  /// What a new one must have at least (NIST SP 800-63B-4 §3.1.1.2: eight characters where
  /// something that one has, here the file, is needed too).
  package static let newByteCountMin = 8

  // Written once, in the initializer, before anyone else has it; one zero byte behind the end.
  private nonisolated(unsafe) let storage: UnsafeMutableRawBufferPointer

  /// How many bytes it has.
  package var count: Int { storage.count - 1 }

  /// Takes a copy; wiping `bytes` is the caller's.
  /// - Throws: `passphraseUnfit` unless it is 1 to 1024 bytes of UTF-8 without control characters.
  package init(_ bytes: [UInt8]) throws(KeyFault) {
    guard !bytes.isEmpty, bytes.count <= Self.byteCountMax,
      !bytes.contains(where: { $0 < 0x20 || $0 == 0x7f }),
      bytes.withUnsafeBufferPointer({ UTF8.isValid($0) })
    else { throw KeyFault(.passphraseUnfit, "passphrase") }
    storage = .allocate(byteCount: bytes.count + 1, alignment: 1)
    storage.copyBytes(from: bytes)
    storage[bytes.count] = 0
  }

  /// The one line of a secret file (0600); one line end at its end does not count.
  package convenience init(file path: String) throws(KeyFault) {
    var bytes: [UInt8]
    do throws(SecretFileError) {
      bytes = try SecretFile.read(path, maximumBytes: Self.byteCountMax + 2)
    } catch {
      throw KeyFault(error)
    }
    defer { bytes.cleanse() }
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    do throws(KeyFault) {
      try self.init(bytes)
    } catch {
      throw KeyFault(.passphraseUnfit, path)
    }
  }

  deinit {
    OPENSSL_cleanse(storage.baseAddress, storage.count)
    storage.deallocate()
  }

  /// Refuses one that is too short to protect a new file.
  package func checkNew(for path: String) throws(KeyFault) {
    guard count >= Self.newByteCountMin else { throw KeyFault(.passphraseUnfit, path) }
  }

  /// The bytes with a zero behind them, for C.
  func withCString<R>(_ body: (UnsafePointer<CChar>) -> R) -> R {
    storage.withMemoryRebound(to: CChar.self) { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("it is never empty") }
      return body(base)
    }
  }
}

extension Passphrase: CustomStringConvertible, CustomReflectable {
  /// Nothing of it.
  package var description: String { "passphrase" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension UTF8 {
  fileprivate static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    String(validating: bytes, as: UTF8.self) != nil
  }
}
