import CZeroMQ
import Glibc
import Synchronization

/// A CURVE key pair. Its secret bytes are wiped from memory with the last copy of the pair and
/// never printed; a text made of them (``secretText``) is not wiped.
package struct CurveKeyPair: Sendable {
  package let publicKey: CurvePublicKey
  private let secret: Secret

  // Making a key opens and closes libsodium's random source, which is not safe from two threads.
  private static let sodium = Mutex(())

  /// A new random pair.
  package static func generate() throws(ZeroMQError) -> CurveKeyPair {
    var publicText = [CChar](repeating: 0, count: 41)
    var secretText = publicText
    defer { wipe(&secretText) }
    _ = try sodium.withLock { _ throws(ZeroMQError) in
      try check("zmq_curve_keypair") { zmq_curve_keypair(&publicText, &secretText) }
    }
    return try CurveKeyPair(
      publicKey: CurvePublicKey(text: Self.string(publicText)),
      secret: Secret(text: Self.string(secretText)))
  }

  /// The pair of a secret key in text, 40 characters of Z85; the public half is computed.
  /// - Throws: `keyMalformed`.
  package init(secretText: String) throws(ZeroMQError) {
    try self.init(Secret(text: secretText))
  }

  /// The pair of a secret key of 32 bytes; the public half is computed.
  /// - Throws: `keyMalformed`.
  package init(secretKey: [UInt8]) throws(ZeroMQError) {
    try self.init(Secret(secretKey))
  }

  private init(_ secret: Secret) throws(ZeroMQError) {
    var publicText = [CChar](repeating: 0, count: 41)
    let secretText = secret.text
    _ = try Self.sodium.withLock { _ throws(ZeroMQError) in
      try check("zmq_curve_public") { zmq_curve_public(&publicText, secretText) }
    }
    try self.init(publicKey: CurvePublicKey(text: Self.string(publicText)), secret: secret)
  }

  private init(publicKey: CurvePublicKey, secret: Secret) {
    self.publicKey = publicKey
    self.secret = secret
  }

  /// The secret key, 40 characters of Z85, to be written to a file that only its owner can read.
  package var secretText: String { secret.text }

  func setSecret(on handle: SocketHandle) throws(ZeroMQError) {
    try handle.set(.curveSecretKey, UnsafeRawBufferPointer(secret.bytes))
  }

  private static func string(_ text: [CChar]) -> String {
    String(decoding: text.prefix(40).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func wipe(_ text: inout [CChar]) {
    text.withUnsafeMutableBytes { bytes in
      if let base = bytes.baseAddress { explicit_bzero(base, bytes.count) }
    }
  }
}

extension CurveKeyPair: CustomStringConvertible, CustomReflectable {
  /// The public key only.
  package var description: String { "CURVE key \(publicKey)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// 32 secret bytes, wiped when nobody holds them any more.
private final class Secret: Sendable {
  // Written once, in the initializer, before anyone else has it.
  nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer

  init(_ key: [UInt8]) throws(ZeroMQError) {
    guard key.count == CurvePublicKey.byteCount else { throw Self.malformed }
    bytes = .allocate(byteCount: key.count, alignment: 8)
    bytes.copyBytes(from: key)
  }

  convenience init(text: String) throws(ZeroMQError) {
    guard let key = Z85.decode(text) else { throw Self.malformed }
    try self.init(key)
  }

  deinit {
    if let base = bytes.baseAddress { explicit_bzero(base, bytes.count) }
    bytes.deallocate()
  }

  var text: String { Z85.encode(UnsafeRawBufferPointer(bytes)) }

  private static let malformed = ZeroMQError(
    .keyMalformed, call: "CurveKeyPair", advice: "a CURVE secret key is 40 characters of Z85")
}
