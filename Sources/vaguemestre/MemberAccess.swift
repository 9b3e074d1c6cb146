import ArgumentParser
import Client
import Foundation
import Policy
import Site

/// How a command acts as a principal of a site.
struct MemberOptions: ParsableArguments {
  @Option(help: "The site's directory.", completion: .directory)
  var site: String

  @Option(name: .customLong("as"), help: "The principal to act as, COMPARTMENT/NAME.")
  var principal: String

  func member() throws -> Member {
    try Member.load(principal, site: site)
  }
}

extension Member {
  /// A principal by its full name, with its keys, from a site's directory.
  static func load(_ name: String, site: String) throws -> Member {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts.contains("") else {
      throw ValidationError("'\(name)' is not COMPARTMENT/NAME, for example icu/dashboard")
    }
    return try Member(
      PrincipalID(parts[0], parts[1]), in: SiteLayout(site),
      time: Int64(Date().timeIntervalSince1970))
  }

  /// The way to this member's own cell.
  func connection(_ name: String) -> ConnectionConfiguration {
    ConnectionConfiguration(
      cell: CellAddress(endpoint: endpoint, serverKey: serverKey), keys: keys.curve,
      clientName: name)
  }

  /// A flow as this member's cell calls it: `vitals` for its own, `icu/vitals` for an imported one.
  func flow(_ text: String) -> String {
    FlowID(text, in: id.compartment)?.text(in: id.compartment) ?? text
  }
}
