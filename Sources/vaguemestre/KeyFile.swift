import Cryptography

/// A private key that a command signs with.
enum KeyFile {
  /// Reads a PEM that only its owner can read.
  static func read(_ path: String) throws -> SigningKey {
    var pem: [UInt8]
    do throws(SecretFileError) {
      pem = try SecretFile.read(path, maximumBytes: 16_384)
    } catch {
      throw CommandFailure(error.description)
    }
    defer { pem.cleanse() }
    return try decode(pem, path)
  }

  private static func decode(_ pem: [UInt8], _ path: String) throws -> SigningKey {
    do throws(CryptographyError) {
      return try SigningKey(pem: pem)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
  }
}
