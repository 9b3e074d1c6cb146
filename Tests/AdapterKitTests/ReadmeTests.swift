import AdapterKit
import Foundation
import NormalizedFormat
import Testing

@Suite struct ReadmeTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func `the adapter of the README is the one that compiles here`() throws {
    let readme = try String(
      contentsOf: Self.root.appending(path: "Sources/AdapterKit/README.md"), encoding: .utf8)
    let file = try String(
      contentsOf: Self.root.appending(path: "Tests/AdapterKitTests/ScaleAdapter.swift"),
      encoding: .utf8)
    let parts = readme.components(separatedBy: "```swift\n")
    let example = try #require(parts.dropFirst().first?.components(separatedBy: "```\n").first)
    #expect(file.hasSuffix(example))
  }

  @Test func `the adapter of the README weighs`() throws {
    let adapter = try ScaleAdapter(AdapterConfiguration(["units": "imperial"]))
    let context = IngestContext(
      received: 0, zone: LocalZone(minutes: 0), link: "scale", subject: "icu/bed-1")
    let raw = RawMessage(bytes: Array("71.5".utf8), digest: Array(repeating: 0, count: 32))
    let messages = try adapter.normalize(raw, context: context).messages
    guard case .observations(let content) = messages[0].content else {
      Issue.record("no observations")
      return
    }
    #expect(
      content.sets[0].observations[0].values == [
        .quantity(
          Quantity(value: DecimalNumber(715, exponent: -1), unit: UnitOfMeasure(ucum: "[lb_av]")))
      ])
  }
}
