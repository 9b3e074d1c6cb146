import ArgumentParser
import Cryptography
import Foundation
import Policy
import SignedPolicy
import Site

extension ReleaseCommand {
  /// `vaguemestre release sign EXECUTABLE --adapter hl7v2 … --key KEY.pem -o FILE.cose`
  struct Sign: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign a release of an executable, or add a signature to a signed one.",
      discussion: """
        Prints what it signs before it signs. An integrator names itself with --integrator and \
        signs with one key; without it, enough holders of the site's adapter-release keys sign, \
        and --for-site names their site. A file that ends in .cose is a release to sign, too; all \
        else is an executable, of which every byte counts.
        """)

    @Argument(help: "An executable, or a signed release (.cose).", completion: .file())
    var file: String

    @Option(help: "An adapter that it runs; may be given several times.")
    var adapter: [String] = []

    @Option(help: "Its version, for people, as 1.4.2.")
    var releaseVersion: String?

    @Option(help: "The integrator, by its name in the sites' delegations.")
    var integrator: String?

    @Option(help: "The name of the one site that it is for; an integrator may leave it out.")
    var forSite: String?

    @Option(name: .customLong("for"), help: "How long it may be started anew, as 365d.")
    var lifetime: String?

    @Option(help: "A line for people.")
    var notes: String?

    @Option(
      help: "A private key: a file, or pkcs11:token=NAME;object=NAME; may be given several times.",
      completion: .file())
    var key: [String]

    @OptionGroup var keys: KeyOptions

    @Option(name: .shortAndLong, help: "Where to write the signed release.", completion: .file())
    var output: String

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
      guard !key.isEmpty else { throw ValidationError("at least one --key is needed") }
      let said = [releaseVersion, integrator, forSite, lifetime, notes].contains { $0 != nil }
      guard isSigned ? !said && adapter.isEmpty : releaseVersion != nil && !adapter.isEmpty else {
        throw ValidationError(
          isSigned
            ? "a signed release says for itself what it is"
            : "--adapter and --release-version are needed")
      }
    }

    private var isSigned: Bool { file.hasSuffix(".cose") }

    func run() throws {
      var (document, signer) = try begin()
      if !json { for line in document.lines { print(line) } }
      for path in key {
        let signing = try keys.load(path)
        do throws(CryptographyError) {
          try signer.sign(with: signing)
        } catch {
          throw CommandFailure("\(path): \(error)")
        }
      }
      try OutputFile.write(signer.encoded, to: output)
      guard json else { return print("\(output): signed by \(signer.signers.count)") }
      let signers = SourceNode.list(signer.signers.map { .text($0.description) })
      print(
        SourceNode.map(document.pairs + [("signers", signers), ("output", .text(output))]).json)
    }

    private func begin() throws -> (Release, PolicySigner) {
      do {
        guard !isSigned else {
          let file = try ReleaseFile(file)
          return (file.document, try PolicySigner(file.signed))
        }
        let document = try document()
        return (document, try PolicySigner(document))
      } catch let fault as DocumentFault {
        throw CommandFailure("\(file): \(fault.code.text) (\(fault))")
      }
    }

    private func document() throws -> Release {
      let time = Int64(Date().timeIntervalSince1970)
      var release = Release(
        adapters: adapter, version: releaseVersion ?? "",
        executable: try SealedExecutable.digest(of: file), issued: time)
      release.integrator = integrator
      release.site = forSite
      release.notes = notes
      if let lifetime {
        guard let seconds = DurationText.seconds(lifetime), seconds > 0 else {
          throw ValidationError("--for needs a number and one of s, m, h, d, as 90d")
        }
        release.expires = time + seconds
      }
      return release
    }
  }

  /// `vaguemestre release verify FILE.cose --site DIR`
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Verify a release as a site would take it, and an executable by it.")

    @Argument(help: "A signed release.", completion: .file(extensions: ["cose"]))
    var file: String

    @Option(help: "The site's directory.", completion: .directory)
    var site: String

    @Option(help: "The executable that it should be of.", completion: .file())
    var executable: String?

    @Option(help: "The adapter that it should be for.")
    var adapter: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let release = try ReleaseFile(file)
      let verified = try verify(release)
      guard executable == nil || isOfExecutable(verified.document) else {
        throw CommandFailure(
          "VGM-2404 \(executable ?? ""): it is not the executable of this release")
      }
      if let adapter, !verified.document.adapters.contains(adapter) {
        throw CommandFailure("VGM-2405 \(file): it is not for the adapter '\(adapter)'")
      }
      guard json else {
        for line in verified.document.lines { print(line) }
        return print(verified.isLapsed ? "\(file): lapsed" : "\(file): holds")
      }
      print(
        SourceNode.map(verified.document.pairs + [("lapsed", .flag(verified.isLapsed))]).json)
    }

    private func isOfExecutable(_ release: Release) -> Bool {
      guard let executable else { return true }
      return (try? SealedExecutable.digest(of: executable)) == release.executable
    }

    private func verify(_ release: ReleaseFile) throws -> VerifiedRelease {
      let basis = try Site.load(at: site, time: Int64(Date().timeIntervalSince1970)).releaseBasis()
      let integrators = ReleaseShelf(in: SiteLayout(site), under: basis).integrators
      do throws(VerificationFault) {
        return try basis.verify(release.signed, of: integrators)
      } catch {
        throw CommandFailure("\(file): \(error.text) (\(error))")
      }
    }
  }
}
