import ArgumentParser
import Foundation
import Policy
import SignedPolicy
import Site

/// `vaguemestre site …`
struct SiteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "site", abstract: "Make and look after a site's directory.",
    subcommands: [New.self, Address.self])

  /// `vaguemestre site new DIR`
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a new site: keys, a signed charter, compartments with their policies.",
      discussion: """
        DIR must be empty or not exist. Every secret gets mode 0600. The charter is signed by two \
        of three roots, each policy by two of three authorities of its compartment. The policies \
        are those of a hospital with eight departments, each with its source beside it. The \
        hospital's charter names adapter-release keys; two of them release the \
        vaguemestre-adapter that stands beside this program, and another one, also a new build, \
        must be released first.
        """)

    @Argument(help: "Where to make it.", completion: .directory)
    var directory: String

    @Option(help: "The site's name: 1 to 32 of a-z, 0-9 and -.")
    var name: String = "hospital"

    @Option(help: "First of the TCP ports on 127.0.0.1; by default any that are free.")
    var basePort: Int?

    @Flag(help: "Five departments instead of eight, as the demo runs them.")
    var small = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let time = Int64(Date().timeIntervalSince1970)
      var plan =
        small
        ? SitePlan.hospital(site: name, time: time)
        : SitePlan.wholeHospital(site: name, time: time)
      plan.basePort = basePort
      if !small, let adapter = try? Executables.beside("vaguemestre-adapter") {
        plan.adapterProgram = AdapterProgram(
          path: adapter.path, version: Vaguemestre.configuration.version)
      }
      let site = try Site.create(plan, at: directory)
      print(json ? site.json : site.text)
    }
  }
}

extension SiteCommand {
  /// `vaguemestre site address icu-hl7 --site DIR`
  struct Address: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print where an adapter link listens, as HOST:PORT.")

    @Argument(help: "The link, as in DIR/adapters.")
    var link: String

    @Option(help: "The site's directory.", completion: .directory)
    var site: String

    func run() throws {
      print(try AdapterLink(named: link, in: SiteLayout(site)).listen)
    }
  }
}

extension CreatedSite {
  fileprivate var json: String {
    SourceNode.map([
      ("site", .text(charter.site)),
      ("directory", .text(layout.root)),
      ("rootPin", .text(pin.description)),
      ("compartments", .list(policies.map(node))),
      ("links", .list(links.map(\.node))),
    ]).json
  }

  private func node(_ policy: CompartmentPolicy) -> SourceNode {
    .map([
      ("name", .text(policy.compartment)),
      ("endpoint", charter.compartment(policy.compartment).map { .text($0.endpoint) }),
      ("flows", .list(policy.flows.map { .text($0.name) })),
      (
        "principals",
        .list(
          policy.principals.map {
            .map([("name", .text($0.name)), ("role", .text($0.role.rawValue))])
          })
      ),
      ("imports", .list(policy.imports.map { .text("\($0.from)/\($0.flow)") })),
    ])
  }

  private static let released = """


    Adapters start only from an executable that was released, as the one of this build was; see
      vaguemestre release list --help
    """

  fileprivate var text: String {
    let compartments = policies.map { policy in
      """
        \(policy.compartment)  \(charter.compartment(policy.compartment)?.endpoint ?? "")
          flows       \(policy.flows.map(\.name).joined(separator: ", "))
          principals  \(policy.principals.map(\.name).joined(separator: ", "))
      """
        + (policy.imports.isEmpty
          ? ""
          : "\n    imports     "
            + policy.imports.map { "\($0.from)/\($0.flow)" }.joined(separator: ", "))
    }
    let devices = links.map { "  \($0.name)  \($0.listen)  (\($0.adapter))" }
    return """
      Made the site '\(charter.site)' in \(layout.root)

      \(compartments.joined(separator: "\n"))

      Devices connect to
      \(devices.joined(separator: "\n"))

      Root fingerprint, to be compared by phone before anyone trusts this site:
        \(pin)

      Next:
        vaguemestre up --site \(layout.root)
        vaguemestre subscribe --site \(layout.root) --as icu/dashboard --flow icu/vitals
        vaguemestre policy explain --site \(layout.root) --as cardiology/dashboard --flow icu/vitals

      Before it carries anything real: move each of \(layout.rootKeys)/root-*.pem and of
      \(layout.root)/keys/*/authority-*.pem to its own holder, on a machine or token of its own.
      """ + (charter.adapterRelease == nil ? "" : Self.released)
  }
}

extension AdapterLink {
  fileprivate var node: SourceNode {
    .map([
      ("name", .text(name)), ("adapter", .text(adapter)), ("listen", .text(listen)),
      ("compartment", .text(compartment)), ("principal", .text(principal)),
    ])
  }
}
