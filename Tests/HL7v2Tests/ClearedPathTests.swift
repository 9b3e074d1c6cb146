import NormalizedFormatTesting
import Testing

@testable import HL7v2

@Suite struct ClearedPathTests {
  @Test(arguments: ClearedPath.all)
  func `what can be cleared is a field of the format that does not repeat`(path: String) throws {
    let parts = path.split(separator: ".").map(String.init)
    let record = try #require(FormatSchema.byRule[parts[0]])
    let field = try #require(record.fields.first { $0.name == parts[1] })
    #expect(field.shape == .optional)
  }
}
