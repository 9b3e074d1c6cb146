import Foundation
import Site
import Testing

@testable import vaguemestre

/// What `up` starts: every process that could go on, whatever has become of the documents.
@Suite struct SiteProgramsTests {
  private static let cells = ["admissions", "icu", "lab", "cardiology", "logistics"]
  private static let links = ["admissions-hl7", "cardiology-hl7", "icu-hl7", "lab-hl7"]

  /// The programs of a site made long ago, after something happened to it, and what was said.
  private func programs(
    madeAt time: Int64 = 1_500_000_000, _ change: (SiteLayout) throws -> Void = { _ in }
  ) throws -> (names: [String], complaints: [String]) {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let site = try Site.create(.hospital(time: time), at: folder.path)
    try change(site.layout)
    var complaints: [String] = []
    let programs = try SitePrograms.all(folder.path) { complaints.append($0) }
    return (programs.map(\.name), complaints)
  }

  private static let all = cells.map { "cell \($0)" } + links.map { "adapter \($0)" }

  @Test func `case 38, 39: a site whose documents expired long ago starts as a whole`() throws {
    let (names, complaints) = try programs()
    #expect(names == Self.all && complaints.isEmpty)
  }

  @Test func `one damaged policy keeps no cell from starting`() throws {
    let (names, _) = try programs { try Data([0]).write(to: URL(filePath: $0.policy("logistics"))) }
    #expect(names == Self.all)
  }

  @Test func `a damaged charter keeps no cell from starting, and is said`() throws {
    let (names, complaints) = try programs {
      try Data([0]).write(to: URL(filePath: $0.charter))
    }
    #expect(Set(names) == Set(Self.all))
    #expect(complaints.count == 1 && complaints[0].contains("VGM-2331"))
  }

  @Test func `a pin of former roots keeps no cell from starting`() throws {
    let (names, _) = try programs {
      try Data(String(repeating: "0", count: 64).utf8).write(to: URL(filePath: $0.rootPin))
    }
    #expect(names == Self.all)
  }

  @Test func `a malformed link keeps no other from starting`() throws {
    let (names, _) = try programs {
      try Data("{".utf8).write(to: URL(filePath: $0.adapter("icu-hl7")))
    }
    #expect(names == Self.all)
  }

  @Test func `what is no site is an error`() {
    #expect(throws: SiteError.self) { try SitePrograms.all("/nonexistent") }
  }
}
