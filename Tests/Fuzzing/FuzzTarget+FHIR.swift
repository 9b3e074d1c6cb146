import FHIRProjection
import NormalizedFormat

extension FuzzTarget {
  /// What is understood is the same message after it was projected and read once more.
  static func fhir() throws -> FuzzTarget {
    let bundles = try Seeds.normalized().compactMap { try? Message(decoding: $0) }
      .map { FHIRBundle(of: $0).bytes }
    return FuzzTarget(
      name: "fhir", seeds: bundles.filter { $0.count < 6_000 },
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
