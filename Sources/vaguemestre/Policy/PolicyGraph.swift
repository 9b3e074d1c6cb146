import ArgumentParser
import Foundation
import Policy

extension PolicyCommand {
  /// `vaguemestre policy graph --site DIR -o flows.svg`
  struct Graph: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "graph",
      abstract: "Draw the site's compartments and flows as SVG.",
      discussion: """
        A column a compartment, a row a flow: a dot where it is published, an arrow where it \
        arrives, with the highest class that does; hollow where a link is agreed, or half \
        agreed, and nothing arrives. The same policies give the same bytes.
        """)

    @Option(help: "A site's directory.", completion: .directory)
    var site: String

    @Option(help: "When, as 2027-01-31T08:00:00Z; by default now.")
    var at: String?

    @Option(name: .shortAndLong, help: "The file to write; by default standard output.")
    var output: String?

    func run() throws {
      let options = try ReachOptions(site: site, at: at)
      let reach = try options.basis.reach(at: options.time)
      let policies = options.basis.sets.sorted { $0.key < $1.key }.map(\.value.own)
      let svg = try answering { try PolicyGraph(reach, policies: policies).svg() }
      guard let output else {
        print(svg, terminator: "")
        return
      }
      guard FileManager.default.createFile(atPath: output, contents: Data(svg.utf8)) else {
        throw CommandFailure("\(output): can't be written; check the path")
      }
    }
  }
}
