import Cryptography
import Policy
import ZeroMQ

/// Makes keys, each in a file of its own that only its owner reads.
enum NewKey {
  /// A key that signs, as PEM.
  static func signing(_ path: String) throws(SiteError) -> SigningKey {
    let key: SigningKey
    let secret: [UInt8]
    do throws(CryptographyError) {
      key = try SigningKey.generate()
      secret = try key.pem
    } catch {
      throw SiteError(error, path)
    }
    try SecretText.write(secret, to: path)
    return key
  }

  /// A CURVE key, as Z85.
  static func curve(_ path: String) throws(SiteError) -> CurveKey {
    let pair: CurveKeyPair
    do throws(ZeroMQError) {
      pair = try CurveKeyPair.generate()
    } catch {
      throw SiteError(.cryptography, path, "\(error)", remedy: "install libzmq with CURVE")
    }
    try SecretText.write(Array("\(pair.secretText)\n".utf8), to: path)
    guard let key = CurveKey(pair.publicKey.bytes) else {
      throw SiteError(.malformedKey, path, "it has another length", remedy: "install libzmq 4.3")
    }
    return key
  }

  /// The public half beside it, for people who copy it elsewhere.
  static func writePublic(_ key: CurveKey, _ path: String) throws(SiteError) {
    guard let text = CurvePublicKey(key.bytes)?.text else {
      throw SiteError(.malformedKey, path, "it has another length", remedy: "install libzmq 4.3")
    }
    try SiteFile.replace(path, with: Array("\(text)\n".utf8))
  }
}
