import ArgumentParser
import BreakGlass
import Site

extension BreakGlassCommand {
  /// `vaguemestre break-glass list --site DIR`
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What is open, and what waits for a review, by the cells' own records.")

    @Option(help: "The site's directory.", completion: .directory)
    var site: String

    @Option(help: "One compartment; by default all whose cells have a directory here.")
    var compartment: String?

    @Flag(help: "Print every record instead, oldest first.")
    var records = false

    @Flag(help: "Print whom each is about, too.")
    var withPatient = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
      let layout = SiteLayout(site)
      let names = try compartment.map { [$0] } ?? Site.cellNames(layout)
      var lines: [String] = []
      var nodes: [SourceNode] = []
      for name in names {
        guard !records else {
          lines += try StepBasis.entries(of: name, in: layout).map {
            "\(UTCTime.text($0.record.time) ?? "") \(name) \($0.record.line)"
          }
          continue
        }
        let basis = try StepBasis(of: name, site: site)
        for activation in try basis.book().inOrder {
          let line = ActivationLine(activation, basis, withPatient: withPatient)
          lines += line.lines
          nodes.append(line.node)
        }
      }
      guard !json else {
        print(records ? SourceNode.list(lines.map { .text($0) }).json : SourceNode.list(nodes).json)
        return
      }
      let nothing = "nothing is open, and nothing waits for a review"
      print(lines.isEmpty ? nothing : lines.joined(separator: "\n"))
    }
  }
}
