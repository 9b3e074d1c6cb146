import FHIRProjection
import NormalizedFormat

extension FuzzTarget {
  /// Mostly text, which survives being spoiled; of names and codes little does.
  private static var wordy: [UInt8] {
    let source = MessageSource(standard: "HL7v2")
    let provenance = Provenance(
      adapter: AdapterIdentity(name: "fuzz", version: "1"), source: source)
    let content = Other(type: String(repeating: "word ", count: 1_500))
    return FHIRBundle(of: Message(provenance: provenance, content: .other(content))).bytes
  }

  /// What is understood is the same message after it was projected and read once more.
  static func fhir() throws -> FuzzTarget {
    let bundles = try Seeds.normalized().compactMap { try? Message(decoding: $0) }
      .map { FHIRBundle(of: $0).bytes }
    return FuzzTarget(
      name: "fhir",
      seeds: bundles.filter { $0.count < 6_000 }
        + Array(repeating: wordy, count: 8),
      sharp: Array(#"{}[]",:\-+.0123456789eEtfnu/"#.utf8), isTree: false
    ) { input in
      do throws(FHIRError) {
        let message = try FHIRBundle(input).message
        guard let again = try? FHIRBundle(FHIRBundle(of: message).bytes), again.message == message
        else { return .failed("its projection is another message") }
        return .accepted(Int(message.content.number))
      } catch {
        return .refused(error.code.rawValue << 8 ^ place(error.offset, in: input))
      }
    }
  }
}
