import Glibc

/// Files with one private key: PKCS#8 in PEM, mode 0600, clear or encrypted with a passphrase.
package enum KeyFile {
  private static let byteCountMax = 16_384

  /// Writes a new key file. Never overwrites.
  /// - Parameter passphrase: nil for a clear one.
  package static func create(
    _ path: String, _ key: SigningKey, protectedBy passphrase: Passphrase?
  ) throws(KeyFault) {
    try passphrase?.checkNew(for: path)
    try write(key, to: path, protectedBy: passphrase)
  }

  /// Gives a key file another passphrase, or its first.
  ///
  /// The new file, encrypted, is made beside the old one and takes its place at once: after a crash
  /// there is the one or the other.
  package static func protect(
    _ path: String, from old: () throws(KeyFault) -> Passphrase,
    to new: () throws(KeyFault) -> Passphrase
  ) throws(KeyFault) {
    let key = try SigningKey(file: path, acceptingWeak: true, passphrase: old)
    let passphrase = try new()
    try passphrase.checkNew(for: path)
    let fresh = "\(path).\(Hexadecimal.encode(SecureRandom.bytes(8))).new"
    try write(key, to: fresh, protectedBy: passphrase)
    guard rename(fresh, path) == 0 else {
      let error = SecretFileError(path, errno: errno)
      unlink(fresh)
      throw KeyFault(error)
    }
    try settle(path)
  }

  /// Takes the passphrase off a key file.
  ///
  /// The clear file gets its one name when it is complete, and never has another. Before, the old
  /// file steps aside to `PATH.protected`, where a crash at that moment leaves it.
  package static func unprotect(
    _ path: String, _ passphrase: () throws(KeyFault) -> Passphrase
  ) throws(KeyFault) {
    let key = try SigningKey(file: path, acceptingWeak: true, passphrase: passphrase)
    var pem: [UInt8]
    do throws(CryptographyError) {
      pem = try key.pem
    } catch {
      throw KeyFault(error, path)
    }
    defer { pem.cleanse() }
    let aside = path + ".protected"
    do throws(SecretFileError) {
      try SecretFile.replaceUnseen(path, with: pem, settingAside: aside)
    } catch {
      throw KeyFault(error)
    }
  }

  static func read(_ path: String) throws(KeyFault) -> [UInt8] {
    do throws(SecretFileError) {
      return try SecretFile.read(path, maximumBytes: byteCountMax)
    } catch {
      throw KeyFault(error)
    }
  }

  private static func write(
    _ key: SigningKey, to path: String, protectedBy passphrase: Passphrase?
  ) throws(KeyFault) {
    var pem: [UInt8]
    do throws(CryptographyError) {
      if let passphrase { pem = try key.pem(protectedBy: passphrase) } else { pem = try key.pem }
    } catch {
      throw KeyFault(error, path)
    }
    defer { pem.cleanse() }
    do throws(SecretFileError) {
      try SecretFile.write(pem, to: path)
    } catch {
      throw KeyFault(error)
    }
  }

  private static func settle(_ path: String) throws(KeyFault) {
    do throws(SecretFileError) {
      try SecretFile.syncDirectory(of: path)
    } catch {
      throw KeyFault(error)
    }
  }
}
