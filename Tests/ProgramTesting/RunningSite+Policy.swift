import Foundation

extension RunningSite {
  /// Makes the next version of a compartment's policy from an edited text, signed by two of its
  /// authorities, and puts it where the site's documents lie, whatever it is worth.
  package func publish(_ compartment: String, _ edit: (inout String) -> Void) throws {
    let draft = try sign(compartment, edit)
    // Whole or not at all, for whoever reads it meanwhile.
    guard rename(draft, "\(directory)/policies/\(compartment).cose") == 0 else {
      throw Unexpected(what: "no rename of \(draft)")
    }
  }

  /// Makes the next version of a compartment's policy from an edited text, signed by two of its
  /// authorities; the path of the document.
  package func sign(_ compartment: String, _ edit: (inout String) -> Void) throws -> String {
    let source = "\(directory)/policies/\(compartment).yaml"
    let target = "\(directory)/policies/\(compartment).cose"
    var text = try String(contentsOfFile: source, encoding: .utf8)
    let version = try version(of: text)
    text.replace(/previous: .*\n/, with: "")
    text.replace(
      "version: \(version)\n",
      with: "version: \(version + 1)\nprevious: \(try digest(of: target))\n")
    edit(&text)
    try Data(text.utf8).write(to: URL(filePath: source))
    let draft = "\(directory)/\(compartment).draft"
    try expect(["policy", "compile", source, "-o", draft])
    for number in 1...2 {
      let key = "\(directory)/keys/\(compartment)/authority-\(number).pem"
      try expect(["policy", "sign", draft, "--key", key, "-o", draft])
    }
    return draft
  }

  /// Tells a cell to look at the documents again, and waits for what it says of them.
  @discardableResult
  package func reload(_ compartment: String, expecting words: String) throws -> String {
    for pid in Programs.processes(with: ["vaguemestre-cell", compartment, directory]) {
      Foundation.kill(pid, SIGHUP)
    }
    return try up.log.wait(for: "vaguemestre-cell \(compartment)", words)
  }

  private func version(of text: String) throws -> Int {
    guard let found = text.firstMatch(of: /\nversion: ([0-9]+)\n/), let number = Int(found.1) else {
      throw Unexpected(what: "a policy without a version")
    }
    return number
  }

  private func digest(of document: String) throws -> String {
    struct Shown: Decodable {
      let digest: String
    }
    let shown = try expect(["policy", "show", document, "--json"])
    return try JSONDecoder().decode(Shown.self, from: Data(shown.utf8)).digest
  }

  /// Runs a command that must do its work; its output.
  @discardableResult
  private func expect(_ arguments: [String]) throws -> String {
    let result = try Programs.run("vaguemestre", arguments)
    guard result.status == 0 else { throw Unexpected(what: "\(arguments): \(result.errors)") }
    return result.output
  }

  /// What a test relies on is not so.
  package struct Unexpected: Error {
    let what: String
  }
}
