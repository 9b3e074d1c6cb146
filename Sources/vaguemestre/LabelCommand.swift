import ArgumentParser
import Foundation
import LabelExchange
import Labels
import Policy
import SignedPolicy
import Site

/// `vaguemestre label …`
struct LabelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label", abstract: "Labels in the forms of other systems.",
    subcommands: [Convert.self])

  /// `vaguemestre label convert --from FORM --to FORM --site DIR [FILE]`
  struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read a label in one form, and write it in another.",
      discussion: """
        The forms: text (N//compartment=icu), 4774 (the XML of STANAG 4774), fhir (the codings of \
        meta.security, as JSON). The label is read under the scheme of the site's charter; what is \
        not understood, or can't be said in the other form, is refused: nothing is left out.
        """)

    @Option(help: "text, 4774 or fhir.")
    var from: LabelForm

    @Option(help: "text, 4774 or fhir.")
    var to: LabelForm

    @Option(help: "The site's directory; by default this one.", completion: .directory)
    var site = "."

    @Argument(help: "The label; standard input if absent.", completion: .file())
    var file: String?

    func run() throws {
      let now = Int64(Date().timeIntervalSince1970)
      let scheme = try Site.charter(of: SiteLayout(site), at: now).document.scheme
      let converted = try Self.convert(try bytes(), from: from, to: to, under: scheme)
      FileHandle.standardOutput.write(Data(converted))
    }

    static func convert(
      _ bytes: [UInt8], from: LabelForm, to: LabelForm, under scheme: LabelScheme
    ) throws -> [UInt8] {
      do {
        return try to.write(from.read(bytes, under: scheme), under: scheme)
      } catch let error as LabelCodecError {
        let code = "VGM-\(error.refusal.rawValue) at byte \(error.offset)"
        throw CommandFailure("\(code): \(error.refusal.text)")
      }
    }

    /// No more than any label is read.
    private func bytes() throws -> [UInt8] {
      guard let file else {
        return Array(try FileHandle.standardInput.read(upToCount: LabelXML.bytesMax + 1) ?? Data())
      }
      guard let handle = FileHandle(forReadingAtPath: file) else {
        throw CommandFailure("\(file): can't be read")
      }
      defer { try? handle.close() }
      return Array(try handle.read(upToCount: LabelXML.bytesMax + 1) ?? Data())
    }
  }
}

extension LabelForm: ExpressibleByArgument {}
