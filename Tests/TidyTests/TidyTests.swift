import Foundation
import Testing

/// The limits of the style, held by a test so that no file grows silently.
@Suite struct TidyTests {
  @Test func `the source tree is found`() {
    #expect(SourceTree.files.contains { $0.path == "Tests/TidyTests/TidyTests.swift" })
  }

  @Test func `no file is longer than its limit`() {
    for file in SourceTree.files {
      let limit = file.isTest ? 600 : 400
      guard file.lines.count > limit + 1, !Exceptions.longFiles.contains(file.path) else {
        continue
      }
      Issue.record("\(file.path): \(file.lines.count) lines, limit \(limit): split it by noun")
    }
  }

  @Test func `no line is wider than a hundred columns`() {
    for file in SourceTree.files where !Exceptions.tables.contains(file.path) {
      for (index, line) in file.lines.enumerated() where line.count > 100 {
        Issue.record("\(file.path):\(index + 1): \(line.count) columns")
      }
    }
  }

  @Test func `no function is longer than sixty lines`() {
    for file in SourceTree.files where file.isSwift && !Exceptions.longFunctions.contains(file.path)
    {
      for function in file.functions where function.length > 60 {
        Issue.record("\(file.path):\(function.line): a function of \(function.length) lines")
      }
    }
  }

  @Test func `every exception still stands for a file that exists`() {
    for path in Exceptions.all {
      #expect(SourceTree.files.contains { $0.path == path }, "\(path) is gone: shrink the list")
    }
  }

  @Test func `what may not be written is not written`() {
    for file in SourceTree.files where file.isSwift && file.module != "TidyTests" {
      for (number, text) in file.code {
        for ban in Ban.all where ban.applies(to: file) && text.contains(ban.text) {
          Issue.record("\(file.path):\(number): \(ban.text): \(ban.reason)")
        }
      }
    }
  }

  @Test func `no import breaks a layer`() {
    for file in SourceTree.files where file.isSwift && !file.isTest {
      for (number, text) in file.code {
        guard let name = importedModule(text), let allowed = Layer.importers[name] else { continue }
        if !allowed.contains(file.module) {
          Issue.record("\(file.path):\(number): only \(allowed.sorted()) may import \(name)")
        }
      }
    }
  }

  @Test func `pure modules do not import Foundation`() {
    for file in SourceTree.files where file.isSwift && Layer.withoutFoundation.contains(file.module)
    {
      guard !file.isTest else { continue }
      for (number, text) in file.code {
        if let name = importedModule(text), name.hasPrefix("Foundation") {
          Issue.record("\(file.path):\(number): \(file.module) does without Foundation")
        }
      }
    }
  }

  @Test func `each module's folder explains itself`() {
    for folder in ["Sources", "Routing", "Adapters"] {
      let modules = Set(
        SourceTree.walk(folder).compactMap { path -> String? in
          let parts = path.split(separator: "/")
          return parts.count > 2 ? parts.prefix(2).joined(separator: "/") : nil
        })
      for module in modules where !module.hasPrefix("Sources/C") || module.hasPrefix("Sources/Ce") {
        let readme = SourceTree.root.appending(path: "\(module)/README.md")
        let text = (try? String(contentsOf: readme, encoding: .utf8)) ?? ""
        #expect(text.count > 200, "\(module) has no README that explains it")
      }
    }
  }

  @Test func `every test that stands for an adversarial case exists`() throws {
    let table = try String(
      contentsOf: SourceTree.root.appending(path: "Tests/README.md"), encoding: .utf8)
    let named = table.split(separator: "\n").filter { $0.hasPrefix("| ") }
      .flatMap { $0.matches(of: /`([^`]+)`/).map { String($0.output.1) } }
    #expect(named.count > 80)
    let tests = SourceTree.files.filter { $0.path.hasPrefix("Tests/") && $0.isSwift }
      .map { $0.lines.joined(separator: "\n") }
    for name in named {
      #expect(tests.contains { $0.contains("func `\(name)`") }, "\(name)")
    }
  }

  private func importedModule(_ line: String) -> String? {
    let words = line.split(separator: " ").map(String.init)
    guard let index = words.firstIndex(of: "import"), index + 1 < words.count, index <= 2 else {
      return nil
    }
    return words[index + 1].split(separator: ".").first.map(String.init)
  }
}
