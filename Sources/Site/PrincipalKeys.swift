package import Cryptography
package import Policy
package import ZeroMQ

/// The secrets of one principal.
package struct PrincipalKeys: Sendable {
  /// By which its connections are known.
  package let curve: CurveKeyPair
  /// With which it signs messages; nil for who publishes nothing.
  package let signing: SigningKey?

  /// Reads a principal's secrets; refuses those that others could read.
  package init(_ layout: PrincipalLayout) throws(SiteError) {
    curve = try CurveKeyPair(secretFile: layout.curveKey)
    signing = try SigningKey(ifPresentAt: layout.signingKey)
  }

  /// Refuses keys other than those of the policy: the cell would only say that it does not know
  /// them.
  package func check(_ principal: Principal, _ layout: PrincipalLayout) throws(SiteError) {
    guard curve.publicKey.bytes == principal.curveKey.bytes else {
      throw SiteError(
        .keyMismatch, layout.curveKey, "it is not the key that the policy names",
        remedy: "restore the key, or have the policy name the new one")
    }
    guard let signing else { return }
    guard principal.signingKeys.contains(signing.publicKey) else {
      throw SiteError(
        .keyMismatch, layout.signingKey, "it is not a key that the policy names",
        remedy: "restore the key, or have the policy name the new one")
    }
  }
}

/// The secrets of one cell.
package struct CellKeys: Sendable {
  /// By which the cell is known to all who connect.
  package let curve: CurveKeyPair
  /// 32 bytes that encrypt the journal.
  package let storage: [UInt8]
  /// With which it signs the heads of its ledger; nil in a site that was made without.
  package let ledger: SigningKey?

  /// Reads a cell's secrets; refuses those that others could read.
  package init(_ layout: CellLayout) throws(SiteError) {
    curve = try CurveKeyPair(secretFile: layout.curveKey)
    var text = try SecretText.read(layout.storageKey)
    defer { text.cleanse() }
    let digits = String(decoding: text, as: UTF8.self).filter { !$0.isWhitespace }
    guard let key = Hexadecimal.decode(digits), key.count == 32 else {
      throw SiteError(
        .malformedKey, layout.storageKey, "it is not 64 hexadecimal digits",
        remedy: "restore it: without it the journal can't be read")
    }
    storage = key
    ledger = try SigningKey(ifPresentAt: layout.ledgerKey)
  }

  /// Refuses a key other than that of the charter: nobody would connect to the cell.
  package func check(_ cell: CharteredCompartment, _ layout: CellLayout) throws(SiteError) {
    guard curve.publicKey.bytes == cell.curveKey.bytes else {
      throw SiteError(
        .keyMismatch, layout.curveKey, "it is not the key that the charter names",
        remedy: "restore the key, or have the charter name the new one")
    }
    guard let named = cell.ledgerKey else { return }
    guard let ledger else {
      throw SiteError(
        .missing, layout.ledgerKey, "there is no such file, and the charter names a ledger key",
        remedy: "restore the key, or have the charter name a new one")
    }
    guard ledger.publicKey == named else {
      throw SiteError(
        .keyMismatch, layout.ledgerKey, "it is not the key that the charter names",
        remedy: "restore the key, or have the charter name the new one")
    }
  }
}

extension CurveKeyPair {
  fileprivate init(secretFile path: String) throws(SiteError) {
    var text = try SecretText.read(path)
    defer { text.cleanse() }
    let line = String(decoding: text, as: UTF8.self).filter { !$0.isWhitespace }
    do throws(ZeroMQError) {
      try self.init(secretText: line)
    } catch {
      throw SiteError(
        .malformedKey, path, "it is not a CURVE secret key of 40 characters of Z85",
        remedy: "restore it, or make a new one and have the documents name it")
    }
  }
}

extension SigningKey {
  fileprivate convenience init?(ifPresentAt path: String) throws(SiteError) {
    var pem: [UInt8]
    do throws(SecretFileError) {
      pem = try SecretFile.read(path, maximumBytes: 16_384)
    } catch {
      if error.reason == .missing { return nil }
      throw SiteError(error)
    }
    defer { pem.cleanse() }
    do throws(CryptographyError) {
      try self.init(pem: pem)
    } catch {
      throw SiteError(error, path)
    }
  }
}
