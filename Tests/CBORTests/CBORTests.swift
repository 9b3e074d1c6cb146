import CBOR
import Testing

@Test func `a head shorter than it could be is refused`() {
  var reader = CBORReader([0x18, 0x17])
  #expect(throws: CBORError(.nonShortest, at: 0)) { try reader.unsigned() }
}
