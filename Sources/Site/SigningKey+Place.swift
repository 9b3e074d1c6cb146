import Cryptography
import Glibc

extension PrincipalLayout {
  /// The file by which a principal has its signing key.
  func placeOfSigningKey(isOnToken: Bool) -> String { isOnToken ? signingKeyURI : signingKey }
}

extension SigningKey {
  /// A principal's signing key, from its file or from the token that its file names; nil for who
  /// has none.
  ///
  /// Only where `signing.uri` stands is a PKCS#11 module loaded: the one that it names.
  static func found(_ layout: PrincipalLayout) throws(SiteError) -> SigningKey? {
    do throws(KeyFault) {
      switch (exists(layout.signingKey), exists(layout.signingKeyURI)) {
      case (false, false): return nil
      case (true, true): throw KeyFault(.twoPlaces, layout.signingKeyURI)
      case (true, false):
        return try SigningKey(file: layout.signingKey) { () throws(KeyFault) in
          throw KeyFault(.passphraseNeeded, layout.signingKey)
        }
      case (false, true): return try onToken(layout.signingKeyURI)
      }
    } catch {
      throw SiteError(error)
    }
  }

  /// The key of one file, in clear, for who starts unattended; nil if there is none.
  static func inFile(ifPresentAt path: String) throws(SiteError) -> SigningKey? {
    guard exists(path) else { return nil }
    do throws(KeyFault) {
      return try SigningKey(file: path) { () throws(KeyFault) in
        throw KeyFault(.passphraseNeeded, path)
      }
    } catch {
      throw SiteError(error)
    }
  }

  /// The key of a file with one PKCS#11 URI, which also says the module and where the PIN is: the
  /// file is its owner's configuration.
  private static func onToken(_ path: String) throws(KeyFault) -> SigningKey {
    let text: [UInt8]
    do throws(SecretFileError) {
      text = try SecretFile.read(path, maximumBytes: TokenURI.byteCountMax + 1)
    } catch {
      throw KeyFault(.file(error.reason), path)
    }
    let line = text.last == UInt8(ascii: "\n") ? text.dropLast() : text[...]
    guard let string = String(validating: line, as: UTF8.self), let uri = TokenURI(string) else {
      throw KeyFault(.malformedURI, path)
    }
    guard let module = uri.modulePath else { throw KeyFault(.moduleUnusable, path) }
    guard let pin = uri.pinPath else { throw KeyFault(.pinNeeded, path) }
    return try SigningKey(token: uri, module: module, pin: Passphrase(file: pin))
  }

  /// Whether something stands there, if only a link that leads nowhere.
  private static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
  }
}
