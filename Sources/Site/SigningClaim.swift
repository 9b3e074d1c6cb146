package import Cryptography
import Glibc
import Policy

/// The right of one process to sign as a principal, as long as it lives.
///
/// Two that sign with one key would take turns at beginning new epochs, and each would sign again
/// what the other made look old: so the key's file is locked (flock(2)), which no crash outlasts.
package final class SigningClaim: Sendable {
  package let key: SigningKey
  private let file: Int32

  /// Claims a member's key; refuses when it has none, or another process has the claim.
  package init(of member: Member, in layout: SiteLayout) throws(SiteError) {
    let home = layout.principal(member.id.name, of: member.id.compartment)
    let path = home.placeOfSigningKey(isOnToken: member.keys.signing?.isOnToken == true)
    guard let key = member.keys.signing else {
      throw SiteError(
        .missing, path, "\(member.id) has no signing key, so it can't publish",
        remedy: "restore the key, or have the policy name a new one")
    }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0, flock(file, LOCK_EX | LOCK_NB) == 0 else {
      if file >= 0 { close(file) }
      throw SiteError(
        .busy, path, "another process signs with it",
        remedy: "give each adapter link a principal of its own, or end the other process")
    }
    self.key = key
    self.file = file
  }

  deinit { close(file) }
}
