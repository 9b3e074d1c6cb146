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
        Prints every right that the new version gives (+) and takes (-), compared with the version \
        in force: the .cose file beside the source, or --against.
        """)

    @Argument(help: "The YAML source.", completion: .file(extensions: ["yaml", "yml"]))
    var source: String

    @Option(name: .shortAndLong, help: "Where to write the compiled document.", completion: .file())
    var output: String

    @Option(
      help: "The charter under which a policy is read; by default that of its site's directory.")
    var charter: String?

    @Option(help: "The version in force, to compare with.", completion: .file())
    var against: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let file = try PolicyDocumentFile(source, charter: charter)
      guard case .source = file.form else {
        throw CommandFailure("\(source): this is compiled already")
      }
      let former = try formerDocument()
      let changes = PolicyChanges(from: former?.document, to: file.document)
      let bytes = try encoded(file)
      try OutputFile.write(bytes, to: output)
      let digest = SHA256.hash(bytes).description
      let warnings = try warnings(file, after: former)
      if json {
        print(report(file, digest, changes, warnings).json)
        return
      }
      print("\(file.document.title)\ndigest \(digest)")
      for line in changes.lines + warnings.map({ "warning: \($0)" }) { print(line) }
      print("\(output): compiled; sign it with: vaguemestre policy sign \(output) --key KEY.pem")
    }

    private func encoded(_ file: PolicyDocumentFile) throws -> [UInt8] {
      do throws(DocumentFault) {
        return try file.document.encoded()
      } catch {
        throw CommandFailure("\(source): \(error.code.text) (\(error))")
      }
    }

    private func formerDocument() throws -> PolicyDocumentFile? {
      if let against { return try PolicyDocumentFile(against, charter: charter) }
      let signed = URL(filePath: source).deletingPathExtension().appendingPathExtension("cose")
      guard FileManager.default.fileExists(atPath: signed.path) else { return nil }
      return try PolicyDocumentFile(signed.path)
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
      _ file: PolicyDocumentFile, _ digest: String, _ changes: PolicyChanges, _ warnings: [String]
    ) -> SourceNode {
      .map(
        file.document.heading + [
          ("digest", .text(digest)),
          ("output", .text(output)),
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
