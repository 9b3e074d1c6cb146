/// Why a private key can't be used or kept where it lives: in a file or in a token. Names the
/// place, never what is in it.
package struct KeyFault: Error, Equatable, Sendable {
  /// What was wrong.
  package enum Reason: Error, Equatable, Sendable {
    /// A key stands in a file and in a token, and nothing says which is meant.
    case twoPlaces
    /// The file is protected by a passphrase and none was given.
    case passphraseNeeded
    /// The passphrase does not open the file. Nothing else is known, nor said.
    case passphraseWrong
    /// A passphrase is empty, too long, too short for a new one, or not one line of text.
    case passphraseUnfit
    /// The file's encryption is not one that is accepted, or would cost too much to try.
    case protectionUnfit
    /// Passphrases are tried too cheaply against the file's encryption.
    case protectionWeak
    /// A PKCS#11 URI breaks its grammar, or says what it may not.
    case malformedURI
    /// OpenSSL's engine or the PKCS#11 module can't be loaded.
    case moduleUnusable
    /// There is no such token, or no such private key on it.
    case noSuchKey
    /// The token needs a PIN and none was given.
    case pinNeeded
    /// The token refused the PIN.
    case pinWrong
    /// The token takes no PIN any more.
    case pinLocked
    /// The key on the token is not an ECDSA P-256 key with its public half.
    case otherKind
    /// The token failed.
    case tokenFailed
    /// The key's encoding was refused.
    case encoding(CryptographyError)
    /// The file was refused.
    case file(SecretFileError.Reason)
  }

  /// The file, or the token's URI without its query.
  package let place: String
  /// What was wrong with it.
  package let reason: Reason

  package init(_ reason: Reason, _ place: String) {
    self.reason = reason
    self.place = place
  }

  init(_ error: SecretFileError) { self.init(.file(error.reason), error.path) }

  init(_ error: CryptographyError, _ place: String) { self.init(.encoding(error), place) }

  /// The stable number of the error, printed as `VGM-2421`.
  package var code: Int {
    switch reason {
    case .twoPlaces: 2419
    case .passphraseNeeded: 2420
    case .passphraseWrong: 2421
    case .passphraseUnfit: 2422
    case .protectionUnfit, .protectionWeak: 2423
    case .malformedURI: 2424
    case .moduleUnusable: 2425
    case .noSuchKey: 2426
    case .pinNeeded, .pinWrong, .pinLocked: 2427
    case .otherKind: 2428
    case .tokenFailed: 2429
    case .encoding(let error): error.code
    case .file(let reason): SecretFileError(place, reason).code
    }
  }
}

extension KeyFault: CustomStringConvertible {
  /// One line: the code, the place, what is wrong and what to do.
  package var description: String { "VGM-\(code) \(place): \(problem); \(remedy)" }

  /// What is wrong.
  package var problem: String {
    switch reason {
    case .twoPlaces: "the key is in a file and in a token"
    case .passphraseNeeded: "it is protected by a passphrase"
    case .passphraseWrong: "the passphrase does not open it"
    case .passphraseUnfit:
      "a passphrase is one line of 1 to \(Passphrase.byteCountMax) bytes of UTF-8, a new one of at"
        + " least \(Passphrase.newByteCountMin)"
    case .protectionUnfit: "its encryption is not accepted"
    case .protectionWeak: "its passphrase can be guessed too fast: too few iterations"
    case .malformedURI: "it is not a PKCS#11 URI that names one key"
    case .moduleUnusable: "the PKCS#11 module can't be loaded"
    case .noSuchKey: "there is no such token, or no such private key on it"
    case .pinNeeded: "the token needs its PIN"
    case .pinWrong: "the token refused the PIN"
    case .pinLocked: "the token's PIN is locked"
    case .otherKind: "it is not a P-256 key with its public half"
    case .tokenFailed: "the token failed"
    case .encoding(let error):
      error == .malformedKey ? "it is not a key that is accepted" : "\(error)"
    case .file(let reason): SecretFileError(place, reason).problem
    }
  }

  /// What a person does about it.
  package var remedy: String {
    switch reason {
    case .twoPlaces: "keep one of the two"
    case .passphraseNeeded: "give it at a terminal, or in a file of mode 0600"
    case .passphraseWrong: "try again with the right one"
    case .passphraseUnfit: "choose another one"
    case .protectionUnfit: "use PBES2 with AES-256-CBC: openssl pkcs8 -topk8 -scrypt -scrypt_p 5"
    case .protectionWeak: "protect it anew: vaguemestre key protect '\(place)'"
    case .malformedURI:
      "write it as pkcs11:token=NAME;object=NAME, with no PIN in it; see RFC 7512"
    case .moduleUnusable:
      "install libengine-pkcs11-openssl and the token's module, and name the module by a path that"
        + " only root or you can write"
    case .noSuchKey: "insert the token, and compare the names with pkcs11-tool --list-objects"
    case .pinNeeded: "give it at a terminal, or in a file of mode 0600"
    case .pinWrong: "check the PIN before trying again: tokens count the tries"
    case .pinLocked: "have the token's security officer set a new one"
    case .otherKind: "make an ECDSA P-256 key pair on the token"
    case .tokenFailed: "insert the token again, and try again"
    case .encoding: "use one PKCS#8 P-256 key in PEM"
    case .file(let reason): SecretFileError(place, reason).remedy
    }
  }
}
