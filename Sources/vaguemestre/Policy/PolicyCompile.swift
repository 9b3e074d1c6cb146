import ArgumentParser
import Cryptography
import Foundation
import Policy
import Site

extension PolicyCommand {
  /// `vaguemestre policy compile FILE.yaml -o FILE.cbor`
  struct Compile: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compile a policy's or a charter's YAML and show what it changes.",
      discussion: """
        Prints every field that the new version gives (+) and takes (-), compared with the version \
        in force: that of the site, the .cose file beside the source, or --against.
        """)

    @Argument(help: "The YAML source.", completion: .file(extensions: ["yaml", "yml"]))
    var source: String

    @Option(name: .shortAndLong, help: "Where to write the compiled document.", completion: .file())
    var output: String

    @Option(
      help: "The charter under which a policy is read; by default that of its site's directory.")
    var charter: String?

    @Option(
      help: "The site's directory; by default the one in which the source lies.",
      completion: .directory)
    var site: String?

    @Option(help: "The version in force, to compare with.", completion: .file())
    var against: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let file = try PolicyDocumentFile(
        source, charter: charter ?? site.map { SiteLayout($0).charter })
      guard case .source = file.form else {
        throw CommandFailure("\(source): this is compiled already")
      }
      let basis = try PolicyBasis(of: file, site: site, against: against)
      let changes = PolicyChanges(from: basis.former?.document, to: file.document)
      let bytes = try encoded(file)
      try OutputFile.write(bytes, to: output)
      let digest = SHA256.hash(bytes).description
      let warnings = try warnings(file, after: basis.former)
      if json {
        print(report(file, digest, changes, basis.notes, warnings).json)
        return
      }
      print("\(file.document.title)\ndigest \(digest)")
      let lines = basis.notes + changes.lines + warnings.map { "WARNING: \($0)" }
      for line in lines { print(line) }
      print("\(output): compiled; sign it with: vaguemestre policy sign \(output) --key KEY.pem")
    }

    private func encoded(_ file: PolicyDocumentFile) throws -> [UInt8] {
      do throws(DocumentFault) {
        return try file.document.encoded()
      } catch {
        throw CommandFailure("\(source): \(error.code.text) (\(error))")
      }
    }

    /// What the verifiers of the new version would refuse, while it can still be corrected.
    private func warnings(
      _ file: PolicyDocumentFile, after former: PolicyDocumentFile?
    ) throws -> [String] {
      guard let former, try former.digest() != file.digest() else { return [] }
      let (old, new) = (former.document.edition, file.document.edition)
      var warnings: [String] = []
      if new.version != old.version + 1 {
        warnings.append("version \(new.version) does not follow version \(old.version)")
      }
      if new.previous != (try former.digest()) {
        warnings.append("`previous` must be \(try former.digest())")
      }
      return warnings
    }

    private func report(
      _ file: PolicyDocumentFile, _ digest: String, _ changes: PolicyChanges,
      _ basis: [String], _ warnings: [String]
    ) -> SourceNode {
      .map(
        file.document.heading + [
          ("digest", .text(digest)),
          ("output", .text(output)),
          ("basis", .list(basis.map { .text($0) })),
          ("gained", .list(changes.gained.map { .text($0) })),
          ("lost", .list(changes.lost.map { .text($0) })),
          ("warnings", .list(warnings.map { .text($0) })),
        ])
    }
  }
}

/// Files that commands write: whole or not at all.
enum OutputFile {
  static func write(_ bytes: [UInt8], to path: String) throws {
    do {
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw CommandFailure("\(path): can't be written; check the directory and its permissions")
    }
  }
}
