import Foundation
import ProgramTesting
import Testing

/// `make conformance`, over the project's own vectors.
@Suite(.enabled(if: FHIRPeer.isInstalled, "peers are missing"))
struct ConformanceTests {
  @Test func `every vector is translated, and others agree on what came of it`() throws {
    let folder = Peers.root.appending(path: "Adapters/HL7v2/Vectors")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".hl7") }.map { folder.appending(path: $0).path }
    let result = try Programs.run(
      Peers.python, [Peers.script("conformance.py"), Programs.folder.path] + files)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("valid in FHIR: all"))
  }
}
