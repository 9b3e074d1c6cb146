import ArgumentParser
import Client
import Foundation
import Labels
import Policy
import SignedMessage
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
      cell: CellAddress(endpoint: endpoint, serverKey: serverKey), principal: id.description,
      keys: keys.curve, clientName: name)
  }

  /// Whom this member believes what, by the policies that it verified itself.
  var trust: ProducerTrust {
    let snapshot = policies.snapshot
    return ProducerTrust(
      site: snapshot.site, compartment: snapshot.compartment,
      key: { snapshot.publisher($0, in: $1)?.key },
      refusal: { message in
        let flow = FlowID(message.compartment, message.flow)
        let label = snapshot.scheme.compile(encoded: Array(message.encodedLabel))
        return snapshot.refusalToBelieve(
          message.keyID, on: flow, subject: message.subject, label: label)?.code
      })
  }

  /// A flow as this member's cell calls it: `vitals` for its own, `icu/vitals` for an imported one.
  func flow(_ text: String) -> String {
    FlowID(text, in: id.compartment)?.text(in: id.compartment) ?? text
  }
}
