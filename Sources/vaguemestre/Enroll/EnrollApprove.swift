import ArgumentParser
import Cryptography
import Foundation
import Labels
import Policy
import SignedPolicy
import Site

extension EnrollCommand {
  /// `vaguemestre enroll approve FILE --site DIR --issuer bedside --key bedside.pem`
  struct Approve: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign a credential for a request whose fingerprint was read to you.",
      discussion: """
        Shows what the credential gives, then asks for the fingerprint: type what was read to you, \
        not what is on the screen. The credential gives what the issuer's template gives; \
        --subject and --for make it less. Running cells take it up within seconds. An integrator \
        is approved by adapter-release keys, one holder after the other: the first says with \
        --adapter what it may release, those after it take the file that the one before wrote.
        """)

    @Argument(
      help: "A request, or an integrator's delegation that others have signed.",
      completion: .file())
    var file: String

    @Option(help: "The site's directory.", completion: .directory)
    var site: String

    @Option(help: "The issuer, by its name in the compartment's policy; not for an integrator.")
    var issuer: String?

    @Option(
      help: "The private key of issuer or holder: a file, or pkcs11:token=NAME;object=NAME.",
      completion: .file())
    var key: String

    @OptionGroup var keys: KeyOptions

    @Option(help: "Only messages about this place or device and what is under it, as icu/bed-3.")
    var subject: String = ""

    @Option(name: .customLong("for"), help: "How long it counts, as 90d; by default the longest.")
    var lifetime: String?

    @Option(help: "The fingerprint that was read to you; asked for if it is not given.")
    var fingerprint: String?

    @Option(help: "An adapter that the integrator may release; may be given several times.")
    var adapter: [String] = []

    @Option(
      name: .shortAndLong, help: "Where to write a delegation that others are to sign.",
      completion: .file())
    var output: String?

    func run() throws {
      if let integrator = try IntegratorFile(file) { return try approve(integrator) }
      guard let issuer else { throw ValidationError("--issuer is needed") }
      let enrolment = try EnrolmentFile(file)
      let (layout, time) = (SiteLayout(site), Int64(Date().timeIntervalSince1970))
      let verified = try Site.load(at: site, time: time)
      let policy = try verified.policy(of: enrolment.request.compartment).document
      let credential = Enrolment.credential(
        enrolment.request, by: try find(issuer, in: policy), subject: subject,
        lifetime: try seconds(), at: time)
      for line in enrolment.lines.dropLast() { print(line) }
      for line in credential.lines { print(line) }
      try compare(with: enrolment.bytes)
      var signer = try signer(credential)
      let signing = try keys.load(key)
      do throws(CryptographyError) {
        try signer.sign(with: signing)
      } catch {
        throw CommandFailure("\(key): \(error)")
      }
      _ = try Enrolment.publish(try UnverifiedCredential(signer.encoded), in: layout, at: time)
      print("\(credential.compartment)/\(credential.principal.name): introduced")
    }

    private func find(_ issuer: String, in policy: CompartmentPolicy) throws -> Issuer {
      guard let found = policy.issuers.first(where: { $0.name == issuer }) else {
        let known = policy.issuers.map(\.name).joined(separator: ", ")
        throw CommandFailure(
          "\(issuer): the policy of \(policy.compartment) has no such issuer; it has "
            + (known.isEmpty ? "none: add one under `issuers`" : known))
      }
      return found
    }

    func seconds() throws -> Int64? {
      guard let lifetime else { return nil }
      guard let seconds = DurationText.seconds(lifetime), seconds > 0 else {
        throw ValidationError("--for needs a number and one of s, m, h, d, as 90d")
      }
      return seconds
    }

    private func signer(_ credential: Credential) throws -> PolicySigner {
      do throws(DocumentFault) {
        return try PolicySigner(credential)
      } catch {
        throw CommandFailure("\(file): \(error.code.text) (\(error))")
      }
    }

    /// The fingerprint must come from the other end. It is never shown here: whoever read it off
    /// the screen would compare it with itself.
    func compare(with request: [UInt8]) throws {
      var typed = fingerprint
      if typed == nil {
        print("Fingerprint that was read to you: ", terminator: "")
        fflush(nil)
        typed = readLine()
      }
      guard let typed, EnrolmentRequest.isFingerprint(typed, of: request) else {
        throw CommandFailure(
          "\(file): that is not its fingerprint: nothing was signed; have it read to you again, and"
            + " if it stays so the request is not the one that was made there")
      }
    }
  }

  /// `vaguemestre enroll list --site DIR`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the principals that credentials introduced.")

    @Option(help: "The site's directory.", completion: .directory)
    var site: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let time = Int64(Date().timeIntervalSince1970)
      let verified = try Site.load(at: site, time: time)
      let introduced = try verified.policies.flatMap { try verified.credentials(of: $0) }
      if json {
        print(SourceNode.list(introduced.map(\.document.node)).json)
      } else {
        for credential in introduced.map(\.document) {
          print(
            "\(credential.compartment)/\(credential.principal.name)"
              + "  \(credential.principal.role.rawValue)  by \(credential.issuer)"
              + "  until \(UTCTime.text(credential.principal.expires) ?? "?")")
        }
      }
    }
  }
}

extension Credential {
  /// What it gives, a line each.
  fileprivate var lines: [String] {
    func text(_ grants: [Grant]) -> String {
      grants.map { grant in
        grant.flow.text(in: compartment) + (grant.subject.isEmpty ? "" : " of \(grant.subject)")
      }.joined(separator: ", ")
    }
    return [
      "issuer       \(issuer)",
      "clearance    \(principal.clearance)",
      "publish      \(text(principal.publish))",
      "subscribe    \(text(principal.subscribe))",
      "until        \(UTCTime.text(principal.expires) ?? "?")",
    ]
  }

  fileprivate var node: SourceNode {
    .map([
      ("compartment", .text(compartment)), ("issuer", .text(issuer)),
      ("issued", UTCTime.text(issued).map { .text($0) }),
      ("principal", principal.source(in: compartment)),
    ])
  }
}
