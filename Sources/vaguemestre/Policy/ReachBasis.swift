import ArgumentParser
import Foundation
import Labels
import Policy
import SignedPolicy
import Site

/// What a question about the whole site is answered by: of each cell the documents that it has
/// accepted, or those that lie in the site where it has no store.
struct ReachBasis {
  /// By compartment, what its cell decides by.
  let sets: [String: PolicySet]
  /// By compartment, whom its issuers introduced.
  private let credentials: [String: [Credential]]
  /// What cells refuse of the site's documents, for people.
  let complaints: [String]
  let layout: SiteLayout

  init(of layout: SiteLayout, at time: Int64) throws {
    self.layout = layout
    let names = try Site.charter(of: layout, at: time).document.compartments
      .filter { !$0.isClosed }.map(\.name)
    var sets: [String: PolicySet] = [:]
    var complaints: [String] = []
    var credentials: [String: [Credential]] = [:]
    var site: VerifiedSite?
    for name in names {
      let store = PolicyStore(of: layout.cell(name))
      if FileManager.default.fileExists(atPath: store.stateFile) {
        let loaded = try LoadedPolicies.preview(of: name, in: layout, store: store, time: time)
        sets[name] = PolicySet(loaded.verified)
        credentials[name] = loaded.verified.credentials[name]?.map(\.document)
        complaints += loaded.refused.map { "cell of \(name): \($0)" }
      } else {
        let verified = try site ?? Site.load(at: layout.root, time: time)
        site = verified
        sets[name] = try PolicySet(verified, of: name)
        credentials[name] = try verified.credentials(of: verified.policy(of: name)).map(\.document)
      }
    }
    self.sets = sets
    self.complaints = complaints
    self.credentials = credentials
  }

  private init(_ sets: [String: PolicySet], _ former: ReachBasis) {
    self.sets = sets
    complaints = former.complaints
    credentials = former.credentials
    layout = former.layout
  }

  /// The site once every cell has accepted a draft in place of the document that it replaces.
  /// Nothing of the draft's signatures is asked.
  func replacing(with draft: PolicyDocument) throws -> ReachBasis {
    var sets = sets
    switch draft {
    case .charter(let charter):
      for name in sets.keys { sets[name]?.charter = charter }
    case .policy(let policy):
      guard sets[policy.compartment] != nil else {
        throw CommandFailure("the site has no open compartment '\(policy.compartment)'")
      }
      sets[policy.compartment]?.own = policy
      for (name, set) in sets where name != policy.compartment {
        sets[name]?.peers =
          set.peers.filter { $0.compartment != policy.compartment }
          + (set.own.peers.contains(policy.compartment) ? [policy] : [])
      }
      sets[policy.compartment]?.peers = policy.peers.sorted().compactMap { name in
        self.sets[policy.compartment]?.peers.first { $0.compartment == name }
          ?? self.sets[name]?.own
      }
    }
    for set in sets.values {
      do throws(DocumentFault) {
        try set.own.check(under: set.charter)
      } catch {
        throw CommandFailure(
          "the policy of \(set.own.compartment) does not hold under the charter: "
            + "\(error.code.text) (\(error))")
      }
    }
    return ReachBasis(sets, self)
  }

  func snapshot(of compartment: String) throws -> PolicySnapshot {
    guard var set = sets[compartment] else {
      throw CommandFailure("the site has no open compartment '\(compartment)'")
    }
    set.own = introduced(in: set.own, set.charter)
    set.peers = set.peers.map { introduced(in: $0, set.charter) }
    do throws(DocumentFault) {
      return try PolicySnapshot(dangerouslyTrusting: set)
    } catch {
      throw CommandFailure("policies of \(compartment): \(error.code.text) (\(error))")
    }
  }

  /// A policy with whom its issuers introduced, as far as it (it may be a draft) still lets them.
  private func introduced(in policy: CompartmentPolicy, _ charter: Charter) -> CompartmentPolicy {
    var document = policy
    document.principals += (credentials[policy.compartment] ?? []).filter { credential in
      (try? credential.check(under: policy, charter)) != nil
    }.map(\.principal)
    return document
  }

  /// The site as a whole.
  ///
  /// - Parameter others: sites to which it is to be compared.
  func reach(
    at time: Int64, purpose: String? = nil, comparedTo others: [ReachBasis] = []
  ) throws -> ReachSite {
    let schemes = ([self] + others).flatMap { basis in
      basis.sets.sorted { $0.key < $1.key }.map(\.value.charter.scheme)
    }
    let snapshots = try sets.keys.map { try snapshot(of: $0) }
    return ReachSite(snapshots, at: time, purpose: purpose, in: LabelSpace(schemes))
  }
}

extension PolicySet {
  init(_ verified: VerifiedSet) {
    self.init(
      charter: verified.charter.document, own: verified.own.document,
      peers: verified.peers.map(\.document), restrictions: verified.restrictions)
  }

  /// The set of a cell that has accepted what lies in its site.
  init(_ site: VerifiedSite, of compartment: String) throws {
    let own = try site.policy(of: compartment).document
    let peers = site.policies.map(\.document).filter { own.peers.contains($0.compartment) }
    self.init(charter: site.charter.document, own: own, peers: peers)
  }
}

/// Of which site, at which time and for which purpose a question is asked.
struct ReachArguments: ParsableArguments {
  @Option(help: "A site's directory.", completion: .directory)
  var site: String

  @Option(help: "When, as 2027-01-31T08:00:00Z; by default now.")
  var at: String?

  @Option(help: "The purpose that receivers state.")
  var purpose: String?

  @Flag(help: "Print JSON.")
  var json = false

  func reach() throws -> ReachSite {
    let options = try ReachOptions(site: site, at: at)
    return try options.basis.reach(at: options.time, purpose: purpose)
  }
}

/// Which site, and when.
struct ReachOptions {
  let basis: ReachBasis
  let time: Int64

  init(site: String, at: String?) throws {
    time = try Self.time(at)
    basis = try ReachBasis(of: SiteLayout(site), at: Int64(Date().timeIntervalSince1970))
    for line in basis.complaints { Standard.complain(line) }
  }

  static func time(_ at: String?) throws -> Int64 {
    guard let at else { return Int64(Date().timeIntervalSince1970) }
    guard let seconds = UTCTime.seconds(at) else {
      throw CommandFailure("--at is no time in UTC, as 2027-01-31T08:00:00Z")
    }
    return seconds
  }
}

/// Gives what a question about reach throws the form of a command's failure.
func answering<Answer>(_ body: () throws -> Answer) throws -> Answer {
  do {
    return try body()
  } catch let fault as QueryFault {
    throw CommandFailure("question:\(fault)")
  } catch let fault as ReachFault {
    throw CommandFailure("VGM-\(fault.rawValue): \(fault.text)")
  }
}
