import Foundation
import Testing

@testable import NormalizedFormat

@Suite struct CDDLTests {
  @Test func `normalized.cddl says what the code does`() throws {
    let expected = CDDLText.whole
    if ProcessInfo.processInfo.environment["VAGUEMESTRE_WRITE_SCHEMA"] != nil {
      try expected.write(
        to: ModuleFolder.file("normalized.cddl"), atomically: true, encoding: .utf8)
    }
    let actual = try String(contentsOf: ModuleFolder.file("normalized.cddl"), encoding: .utf8)
    let difference = zip(actual.split(separator: "\n"), expected.split(separator: "\n"))
      .first { $0 != $1 }
    #expect(difference == nil, "set VAGUEMESTRE_WRITE_SCHEMA=1 to write it anew")
    #expect(actual == expected)
  }
}

/// The module's own folder, found from this file's place.
enum ModuleFolder {
  static let url = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/NormalizedFormat")

  static func file(_ name: String) -> URL { url.appending(path: name) }
}
