import NormalizedFormatTesting
import Testing

@testable import NormalizedFormat

/// An encoding with holes is filled to what would have been encoded.
@Suite struct MessageStencilTests {
  /// A message with one number and one moment.
  private func message(_ number: DecimalNumber, _ time: Timestamp, id: String) -> Message {
    var row = Observation(code: Concept(text: "pulse"))
    row.values = [.quantity(Quantity(value: number, unit: UnitOfMeasure(ucum: "/min")))]
    row.effective = time
    var set = ObservationSet()
    set.effective = time
    set.observations = [row, row]
    var source = MessageSource(standard: "s")
    source.controlID = id
    var provenance = Provenance(
      adapter: AdapterIdentity(name: "a", version: "1"), source: source)
    provenance.raw = RawDigest(sha256: Array(repeating: 5, count: 32), count: 9)
    return Message(
      provenance: provenance, content: .observations(Observations(sets: [set])))
  }

  private func parts(
    _ number: DecimalNumber, _ time: Timestamp, id: String
  ) -> EncodedParts {
    var parts = EncodedParts(capacity: 3)
    parts.append(number)
    parts.append(time)
    Array(id.utf8).withUnsafeBytes { parts.append(utf8: $0) }
    return parts
  }

  private let cutNumber = DecimalNumber(708_196_352_410_005)
  private let cutTime = Timestamp(milliseconds: 3_705_091_200_123, zone: .stated(60))
  private let cutID = "what nobody writes"

  @Test(arguments: [
    DecimalNumber(0), DecimalNumber(23), DecimalNumber(24), DecimalNumber(-1),
    DecimalNumber(3_660, exponent: -2), DecimalNumber(.max), DecimalNumber(.min, exponent: 300),
  ])
  func `whatever fills the holes is what the encoder writes`(number: DecimalNumber) throws {
    let cut = message(cutNumber, cutTime, id: cutID).encoded()
    let whole = MessageStencil(cutting: parts(cutNumber, cutTime, id: cutID), from: cut)
    let stencil = try #require(whole)
    var odd = Timestamp(milliseconds: -1, precision: .second, zone: .assumed(-210))
    odd.original = "1969"
    for time in [odd, Timestamp(milliseconds: 0), cutTime] {
      for id in ["", "a", String(repeating: "é", count: 200)] {
        let filled = stencil.filled(with: parts(number, time, id: id))
        #expect(filled == message(number, time, id: id).encoded())
      }
    }
  }

  @Test func `a part that does not stand in an encoding can't be cut from it`() {
    let cut = message(cutNumber, cutTime, id: cutID).encoded()
    let others = parts(cutNumber, cutTime, id: "what stands there not")
    let stencil = MessageStencil(cutting: others, from: cut)
    #expect(stencil?.byteCount == nil)
  }

  @Test func `parts that overlap can't be cut`() {
    let cut = message(cutNumber, cutTime, id: cutID).encoded()
    var both = parts(cutNumber, cutTime, id: cutID)
    both.appendAgain(0)
    let stencil = MessageStencil(cutting: both, from: cut)
    #expect(stencil?.byteCount == nil)
  }

  @Test func `parts are the same by their bytes`() {
    let left = parts(DecimalNumber(1), cutTime, id: "a")
    let right = parts(DecimalNumber(1), cutTime, id: "b")
    let same = (0..<left.count).map { left.isSame($0, in: right) }
    #expect(same == [true, true, false])
  }
}
