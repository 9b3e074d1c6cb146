import Foundation
import Labels
import Policy
import SignedPolicy
import Site

/// What a question is answered by: what the cell has accepted, or what lies in the site where the
/// cell has no store.
struct ExplainBasis {
  let snapshot: PolicySnapshot
  let scheme: LabelScheme
  /// What the cell refuses of the site's documents, for people.
  let complaints: [String]
  private let policies: [CompartmentPolicy]
  private let layout: SiteLayout

  init(of compartment: String, in layout: SiteLayout, at time: Int64) throws {
    self.layout = layout
    let store = PolicyStore(of: layout.cell(compartment))
    if FileManager.default.fileExists(atPath: store.stateFile) {
      let loaded = try LoadedPolicies.preview(
        of: compartment, in: layout, store: store, time: time)
      snapshot = loaded.snapshot
      scheme = loaded.verified.charter.document.scheme
      policies = ([loaded.verified.own] + loaded.verified.peers).map(\.document)
      complaints = loaded.refused.map(\.description)
    } else {
      let site = try Site.load(at: layout.root, time: time)
      snapshot = try site.snapshot(of: compartment)
      scheme = site.charter.document.scheme
      policies = site.policies.map(\.document)
      complaints = []
    }
  }

  func defaultLabel(of flow: FlowID) -> Label? {
    policy(flow.compartment)?.flows.first { $0.name == flow.name }?.defaultLabel
  }

  /// Who may publish the flow.
  func publisher(of flow: FlowID) -> PrincipalID? {
    policy(flow.compartment)?.principals.first { $0.publish.contains { $0.flow == flow } }
      .map { PrincipalID(flow.compartment, $0.name) }
  }

  /// The subject of the link that publishes the flow. None is made up: a grant may be for some
  /// subjects only.
  func subject(of flow: FlowID, for action: Action) throws -> String {
    guard action != .subscribe else { return "" }
    let names = (try? AdapterLink.names(in: layout)) ?? []
    let links = names.compactMap { try? AdapterLink(named: $0, in: layout) }.filter {
      $0.compartment == flow.compartment && $0.flows.values.contains(flow.name)
    }
    let subjects = Set(links.map(\.subject))
    guard subjects.count == 1, let subject = subjects.first else {
      throw CommandFailure("no one adapter link publishes \(flow): name the message's --subject")
    }
    return subject
  }

  private func policy(_ compartment: String) -> CompartmentPolicy? {
    policies.first { $0.compartment == compartment }
  }
}
