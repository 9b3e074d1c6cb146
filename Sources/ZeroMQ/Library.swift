import CZeroMQ
import Glibc

/// The libzmq this process is linked with, and whether it is one we know.
///
/// Two option numbers used here are drafts in the header (``Option/zapEnforceDomain``) but work in
/// the versions listed; and the traps of the README were measured on them. Another version has to
/// be tried with `ZeroMQTests` before it is added.
enum Library {
  struct Version: Equatable, Sendable, CustomStringConvertible {
    let major: Int32
    let minor: Int32
    let patch: Int32

    var description: String { "\(major).\(minor).\(patch)" }
  }

  static let tested = [Version(major: 4, minor: 3, patch: 4)]

  static var version: Version {
    var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
    zmq_version(&major, &minor, &patch)
    return Version(major: major, minor: minor, patch: patch)
  }

  static var hasCurve: Bool { zmq_has("curve") == 1 }

  /// Refuses a libzmq whose behaviour was not tested, or that can't encrypt.
  static func assertUsable(
    _ version: Version = Library.version, hasCurve: Bool = Library.hasCurve
  ) throws(ZeroMQError) {
    guard tested.contains(version) else {
      let known = tested.map(\.description).joined(separator: ", ")
      throw ZeroMQError(
        .unsupportedVersion, call: "zmq_version",
        advice: "libzmq \(version) is not among the tested versions (\(known)); "
          + "install Debian 12's libzmq5, or run ZeroMQTests on it and add it to Library.tested")
    }
    guard hasCurve else {
      throw ZeroMQError(
        .curveMissing, call: "zmq_has",
        advice:
          "this libzmq was built without CURVE; install Debian's libzmq5 (built with libsodium)")
    }
  }

  /// Seeds `rand()`, from which libzmq takes the first automatic routing id of each ROUTER.
  ///
  /// Unseeded, these ids are the same in every process, and an admitted peer that claims the next
  /// one makes libzmq abort (trap 1).
  static func seedRoutingIDs() throws(ZeroMQError) {
    var seed: UInt32 = 0
    let size = MemoryLayout<UInt32>.size
    try check("getrandom") { getrandom(&seed, size, 0) == size ? 0 : -1 }
    srand(seed)
  }
}
