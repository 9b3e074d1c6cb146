import ArgumentParser
import Cryptography
import Foundation
import Policy
import SignedPolicy
import Site

/// `vaguemestre release …`
struct ReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Say which executables may run adapters, and see what a site takes.",
    discussion: """
      Where the charter names adapter-release keys, `up` starts an adapter only from an executable \
      whose SHA-256 a release names. An integrator signs its releases with one key; the holders of \
      the adapter-release keys sign one themselves as they sign a policy, one after the other.
      """,
    subcommands: [Sign.self, Verify.self, Publish.self, List.self])
}

/// A signed release as it lies in a file.
struct ReleaseFile {
  let path: String
  let signed: UnverifiedRelease
  let document: Release

  init(_ path: String) throws {
    self.path = path
    let bytes = try PolicyDocumentFile.bytes(path)
    do throws(VerificationFault) {
      signed = try UnverifiedRelease(bytes)
      document = try signed.claim()
    } catch {
      throw CommandFailure("\(path): not a signed release: \(error.text) (\(error))")
    }
  }
}

extension Release {
  /// What it says, a line each.
  var lines: [String] {
    var lines = [
      "adapters     \(adapters.joined(separator: ", "))", "version      \(version)",
      "executable   \(Hexadecimal.encode(executable.bytes))",
      "by           \(integrator ?? "the adapter-release keys")",
      "for          \(site ?? "any site")",
      "issued       \(UTCTime.text(issued) ?? "?")",
    ]
    if let expires { lines.append("until        \(UTCTime.text(expires) ?? "?")") }
    if let notes { lines.append("notes        \(notes)") }
    return lines
  }

  var pairs: [(String, SourceNode?)] {
    [
      ("adapters", .list(adapters.map { .text($0) })), ("version", .text(version)),
      ("executable", .text(Hexadecimal.encode(executable.bytes))),
      ("integrator", integrator.map { .text($0) }), ("site", site.map { .text($0) }),
      ("issued", UTCTime.text(issued).map { .text($0) }),
      ("expires", expires.flatMap { UTCTime.text($0) }.map { .text($0) }),
      ("notes", notes.map { .text($0) }),
    ]
  }
}

extension ReleaseCommand {
  /// `vaguemestre release publish FILE.cose --site DIR`
  struct Publish: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put a signed release where `up` looks, if the site takes it.",
      discussion: "An adapter that was refused is started within seconds; none is stopped.")

    @Argument(help: "A signed release.", completion: .file(extensions: ["cose"]))
    var file: String

    @Option(help: "The site's directory.", completion: .directory)
    var site: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let release = try ReleaseFile(file)
      let time = Int64(Date().timeIntervalSince1970)
      let (verified, path) = try ReleasePublication.publish(
        release.signed, in: SiteLayout(site), at: time)
      guard json else {
        for line in verified.document.lines { print(line) }
        print("\(path): published")
        return
      }
      print(SourceNode.map(verified.document.pairs + [("path", .text(path))]).json)
    }
  }

  /// `vaguemestre release list --site DIR`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show who may release adapters to a site, what was released, and what is refused.")

    @Option(help: "The site's directory.", completion: .directory)
    var site: String

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let time = Int64(Date().timeIntervalSince1970)
      let basis = try Site.load(at: site, time: time).releaseBasis()
      let shelf = ReleaseShelf(in: SiteLayout(site), under: basis)
      print(json ? node(shelf, basis).json : lines(shelf, basis).joined(separator: "\n"))
    }

    private func lines(_ shelf: ReleaseShelf, _ basis: ReleaseBasis) -> [String] {
      var lines = [
        basis.quorum.map { "adapter-release: \($0.threshold) of \($0.keys.count) keys" }
          ?? "adapter-release: none; every adapter is started as it lies there"
      ]
      lines += shelf.integrators.map(\.document).map { integrator in
        "integrator \(integrator.name)  \(integrator.adapters.joined(separator: ", "))"
          + "  until \(UTCTime.text(integrator.expires) ?? "?")"
      }
      lines += shelf.releases.map { release in
        let document = release.document
        return "release \(document.adapters.joined(separator: ", "))  \(document.version)"
          + "  by \(document.integrator ?? "the adapter-release keys")"
          + "  \(Hexadecimal.encode(document.executable.bytes).prefix(16))"
          + (release.isLapsed ? "  lapsed" : "")
      }
      return lines + shelf.refused.map { "refused: \($0)" }
    }

    private func node(_ shelf: ReleaseShelf, _ basis: ReleaseBasis) -> SourceNode {
      .map([
        ("required", .flag(basis.quorum != nil)),
        (
          "integrators",
          .list(
            shelf.integrators.map(\.document).map { integrator in
              .map([
                ("name", .text(integrator.name)),
                ("adapters", .list(integrator.adapters.map { .text($0) })),
                ("keys", .list(integrator.keys.map { .text($0.keyID.description) })),
                ("issued", UTCTime.text(integrator.issued).map { .text($0) }),
                ("expires", UTCTime.text(integrator.expires).map { .text($0) }),
              ])
            })
        ),
        (
          "releases",
          .list(
            shelf.releases.map {
              .map($0.document.pairs + [("lapsed", .flag($0.isLapsed))])
            })
        ),
        (
          "refused",
          .list(
            shelf.refused.map {
              .map([("path", .text($0.path)), ("code", .text("VGM-\($0.code)"))])
            })
        ),
      ])
    }
  }
}
