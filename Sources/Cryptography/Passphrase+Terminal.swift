import COpenSSL
import Glibc

extension Passphrase {
  /// Asks for one at the terminal of the process, without echo. Standard input is left alone;
  /// OpenSSL restores the terminal, also when the user breaks off.
  ///
  /// - Parameters:
  ///   - prompt: what is shown; a colon and a space are put behind it.
  ///   - twice: whether it must be typed a second time, for a new one.
  /// - Throws: `refusal` at `place` if there is no terminal, or nothing was given.
  package static func ask(
    _ prompt: String, twice: Bool = false, or refusal: KeyFault
  ) throws(KeyFault) -> Passphrase {
    // Without a terminal OpenSSL would read standard input.
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else { throw refusal }
    close(terminal)
    var line = [CChar](repeating: 0, count: byteCountMax + 1)
    defer { line.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
    defer { ERR_clear_error() }
    guard UI_UTIL_read_pw_string(&line, Int32(line.count), prompt + ": ", twice ? 1 : 0) == 0 else {
      throw refusal
    }
    var bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    defer { bytes.cleanse() }
    return try Passphrase(bytes)
  }
}
