import COpenSSL

extension SigningKey {
  /// The key of a file: PKCS#8 in PEM, clear or encrypted with a passphrase.
  ///
  /// - Parameter passphrase: called once, and only if the file is encrypted.
  package convenience init(
    file path: String, passphrase: () throws(KeyFault) -> Passphrase
  ) throws(KeyFault) {
    try self.init(file: path, acceptingWeak: false, passphrase: passphrase)
  }

  convenience init(
    file path: String, acceptingWeak: Bool, passphrase: () throws(KeyFault) -> Passphrase
  ) throws(KeyFault) {
    var pem = try KeyFile.read(path)
    defer { pem.cleanse() }
    guard EncryptedKeyEncoding.isOne(pem) else {
      do throws(CryptographyError) {
        try self.init(pem: pem)
      } catch {
        throw KeyFault(error, path)
      }
      return
    }
    let secret = try passphrase()
    do throws(KeyFault.Reason) {
      let key = try EncryptedKeyEncoding.decode(pem, secret, acceptingWeak: acceptingWeak)
      try self.init(adopting: key)
    } catch {
      throw KeyFault(error, path)
    }
  }

  /// The key on a token. It never leaves it: every signature is the token's.
  ///
  /// The module is code that runs in this process. Its path comes from who runs the program.
  package convenience init(
    token uri: TokenURI, module: String, pin: Passphrase
  ) throws(KeyFault) {
    let key = try TokenEngine.privateKey(uri, module: module, pin: pin)
    do throws(CryptographyError) {
      try self.init(owning: key, isOnToken: true)
    } catch {
      throw KeyFault(.otherKind, uri.canonical)
    }
  }

  /// The key as PEM, encrypted with a passphrase.
  package func pem(protectedBy passphrase: Passphrase) throws(CryptographyError) -> [UInt8] {
    try exported { (key) throws(CryptographyError) in
      try EncryptedKeyEncoding.encode(key, passphrase)
    }
  }

  private convenience init(adopting key: OpaquePointer) throws(KeyFault.Reason) {
    do throws(CryptographyError) {
      try self.init(owning: key, isOnToken: false)
    } catch {
      throw .encoding(error)
    }
  }
}
