import CZeroMQ
import Glibc

/// Why a call of this module failed: a stable code, the C call, and its `errno`.
///
/// It never holds bytes of a message, a key, or a routing id.
package struct ZeroMQError: Error, Equatable {
  /// What went wrong; 3900 to 3949 belong to this module, and no number is used twice.
  package enum Code: Int, Sendable {
    case unsupportedVersion = 3901
    case curveMissing = 3902
    case contextTerminated = 3903
    case socketsOpen = 3904
    case endpointRefused = 3905
    case clearTextOffHost = 3906
    case securityMixed = 3907
    case messageTooLarge = 3908
    case pollerFull = 3909
    case keyMalformed = 3910
    case domainRefused = 3911
    case callFailed = 3912
  }

  package let code: Code
  /// The C function, or the function of this module, that refused.
  package let call: String
  /// The `errno` of the C call; 0 when this module refused by itself.
  package let errno: Int32
  /// What to do about it, for the person who starts the program.
  package let advice: String

  init(_ code: Code, call: String, advice: String) {
    self.code = code
    self.call = call
    self.errno = 0
    self.advice = advice
  }

  init(errno: Int32, call: String) {
    self.code = .callFailed
    self.call = call
    self.errno = errno
    self.advice = ""
  }

  /// The symbol of ``errno``, such as `EADDRINUSE`.
  package var errnoName: String {
    Self.names[errno] ?? "errno \(errno)"
  }

  private static let names: [Int32: String] = [
    EACCES: "EACCES", EADDRINUSE: "EADDRINUSE", EADDRNOTAVAIL: "EADDRNOTAVAIL",
    EAFNOSUPPORT: "EAFNOSUPPORT", EAGAIN: "EAGAIN", EBADF: "EBADF",
    ECONNREFUSED: "ECONNREFUSED", EFAULT: "EFAULT", EHOSTUNREACH: "EHOSTUNREACH",
    EINVAL: "EINVAL", EMFILE: "EMFILE", EMSGSIZE: "EMSGSIZE", ENAMETOOLONG: "ENAMETOOLONG",
    ENFILE: "ENFILE", ENODEV: "ENODEV", ENOENT: "ENOENT", ENOMEM: "ENOMEM",
    ENOTSOCK: "ENOTSOCK", ENOTSUP: "ENOTSUP", EPERM: "EPERM",
    EPROTONOSUPPORT: "EPROTONOSUPPORT",
    zmqHausnumero + 51: "EFSM", zmqHausnumero + 52: "ENOCOMPATPROTO",
    zmqHausnumero + 53: "ETERM", zmqHausnumero + 54: "EMTHREAD",
  ]

  /// Where libzmq counts its own `errno` values from.
  private static let zmqHausnumero: Int32 = 156_384_712
}

extension ZeroMQError: CustomStringConvertible {
  /// `VGM-3912 zmq_bind: EADDRINUSE`, or the code, what refused, and what to do.
  package var description: String {
    let cause = code == .callFailed ? errnoName : advice
    return "VGM-\(code.rawValue) \(call): \(cause)"
  }
}

/// The one gate every C call of this module passes: -1 becomes a typed error, an interruption a
/// retry.
@inline(__always)
@discardableResult
func check(_ call: String, _ body: () -> Int32) throws(ZeroMQError) -> Int32 {
  while true {
    let result = body()
    if result != -1 { return result }
    let code = zmq_errno()
    if code == EINTR { continue }
    throw ZeroMQError(errno: code, call: call)
  }
}
