import Cryptography
import Policy
import SignedPolicy

/// What is to be run for an adapter link, where the charter says who releases adapters.
package struct AdapterAdmission: Sendable {
  package let executable: SealedExecutable
  /// What was refused or did not succeed although something runs; to be said loudly.
  package let notes: [SiteError]

  /// Asks at each start, also after a crash, whether what lies in a file may run a link's adapter.
  ///
  /// If it may not, but what this link ran before still may, that runs: a file that was exchanged,
  /// or half of an upgrade, stops no care.
  ///
  /// - Parameters:
  ///   - former: what the link ran before.
  ///   - known: executables in memory already, to be shared.
  ///   - time: seconds since the Unix epoch.
  /// - Returns: nil if the charter names nobody who releases adapters: then anything may run.
  package static func admit(
    _ path: String, for linkName: String, in layout: SiteLayout, former: SealedExecutable? = nil,
    known: [SealedExecutable] = [], at time: Int64
  ) throws(SiteError) -> AdapterAdmission? {
    let link = try AdapterLink(named: linkName, in: layout)
    // By what the link's own principal accepted, so that no older charter forgets a revocation.
    let home = layout.principal(link.principal, of: link.compartment)
    let policies = try LoadedPolicies.preview(
      of: link.compartment, in: layout, store: PolicyStore(home.state), time: time)
    let basis = ReleaseBasis(policies.verified, at: time)
    guard basis.quorum != nil else { return nil }
    let gate = Gate(
      link: link, layout: layout, path: path, shelf: ReleaseShelf(in: layout, under: basis),
      started: StartedRelease(of: linkName, in: layout))
    do throws(SiteError) {
      return try gate.admit(try SealedExecutable.copy(of: path, sharing: known), [])
    } catch {
      guard let former, let admission = try? gate.admit(former, [error]) else { throw error }
      return admission
    }
  }
}

private struct Gate {
  let link: AdapterLink
  let layout: SiteLayout
  let path: String
  let shelf: ReleaseShelf
  let started: StartedRelease?

  func admit(
    _ executable: SealedExecutable, _ notes: [SiteError]
  ) throws(SiteError) -> AdapterAdmission {
    let release = try shelf.release(
      of: executable.digest, for: link.adapter, after: started, path)
    let now = StartedRelease(executable.digest, release)
    guard now != started else { return AdapterAdmission(executable: executable, notes: notes) }
    do throws(SiteError) {
      try now.remember(for: link.name, in: layout)
      return AdapterAdmission(executable: executable, notes: notes)
    } catch {
      // A full disk stops no adapter; what can't be remembered can't be started again once the
      // release has lapsed, and that is said.
      return AdapterAdmission(executable: executable, notes: notes + [error])
    }
  }
}
