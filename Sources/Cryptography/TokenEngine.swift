import COpenSSL
import Synchronization

/// One PKCS#11 module behind OpenSSL's engine for it.
///
/// A module is loaded when the first key of it is asked for, once a process, and stays: PKCS#11
/// counts logins and `C_Finalize` by process, so a second copy would end the first one's sessions.
final class TokenEngine: Sendable {
  private static let loaded = Mutex<[TokenModule: TokenEngine]>([:])

  // Used by one thread at a time: under the lock of `loaded`.
  private nonisolated(unsafe) let engine: OpaquePointer
  private nonisolated(unsafe) let dialogue: OpaquePointer

  private init(_ module: TokenModule) throws(KeyFault) {
    ERR_clear_error()
    defer { ERR_clear_error() }
    guard let folder = OPENSSL_info(OPENSSL_INFO_ENGINES_DIR),
      let dialogue = pkcs11_engine_no_dialogue()
    else { throw KeyFault(.moduleUnusable, module.path) }
    guard let engine = pkcs11_engine_open("\(String(cString: folder))/pkcs11.so", module.path)
    else {
      UI_destroy_method(dialogue)
      throw KeyFault(.moduleUnusable, module.path)
    }
    self.engine = engine
    self.dialogue = dialogue
  }

  /// The private key that a URI names; the caller frees it.
  ///
  /// Logs in once with this PIN. A refusal is not tried again: tokens count the tries.
  static func privateKey(
    _ uri: TokenURI, module: String, pin: Passphrase
  ) throws(KeyFault) -> OpaquePointer {
    let module = try TokenModule(module)
    return try loaded.withLock { (engines) throws(KeyFault) in
      let engine: TokenEngine
      if let known = engines[module] {
        engine = known
      } else {
        engine = try TokenEngine(module)
        engines[module] = engine
      }
      return try engine.privateKey(uri, module, pin)
    }
  }

  private func privateKey(
    _ uri: TokenURI, _ module: TokenModule, _ pin: Passphrase
  ) throws(KeyFault) -> OpaquePointer {
    ERR_clear_error()
    defer { ERR_clear_error() }
    guard pin.withCString({ pkcs11_engine_set_pin(engine, $0) }) == 1 else {
      throw KeyFault(.tokenFailed, uri.canonical)
    }
    // Another PIN takes its place and the engine wipes the one before; none at all it would ask
    // for.
    defer { _ = pkcs11_engine_set_pin(engine, "") }
    guard let key = pkcs11_engine_private_key(engine, uri.canonical, dialogue) else {
      let reason = Self.reason()
      throw KeyFault(reason, reason == .moduleUnusable ? module.path : uri.canonical)
    }
    return key
  }

  /// Why the engine gave no key, by the numbers on the error queue: those of PKCS#11 (CKR_…) and
  /// the engine's own.
  private static func reason() -> KeyFault.Reason {
    var reason = KeyFault.Reason.tokenFailed
    while true {
      let error = ERR_get_error()
      guard error != 0 else { return reason }
      guard reason == .tokenFailed, let library = ERR_lib_error_string(error) else { continue }
      let number = Int(error & 0x7f_ffff)
      switch (String(cString: library), number) {
      case ("PKCS#11 module", 0xa0...0xa3): reason = .pinWrong
      case ("PKCS#11 module", 0xa4): reason = .pinLocked
      case ("libp11", 0x401): reason = .moduleUnusable
      case ("pkcs11 engine", 0x65): reason = .noSuchKey
      default: break
      }
    }
  }
}
