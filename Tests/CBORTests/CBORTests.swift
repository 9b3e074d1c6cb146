import CBOR
import Testing

@Suite struct CBORReaderTests {
  @Test func `reading another type than the next is refused and the position stays`() {
    var reader = CBORReader([0x01])
    #expect(throws: CBORError(.wrongType, at: 0)) { try reader.text() }
    #expect(throws: CBORError(.wrongType, at: 0)) { try reader.null() }
    #expect(throws: CBORError(.wrongType, at: 0)) { try reader.double() }
    #expect(reader.offset == 0)
    #expect(throws: Never.self) { try reader.unsigned() }
  }

  @Test func `a tag in place of an integer is named as a tag`() {
    var reader = CBORReader([0xc1, 0x00])
    #expect(throws: CBORError(.tag, at: 0)) { try reader.unsigned() }
  }

  @Test func `integers reach both ends of Int64 and no further`() throws {
    var writer = CBORWriter()
    writer.integer(.min)
    writer.integer(.max)
    writer.unsigned(1 << 63)
    writer.negative(argument: 1 << 63)
    var reader = CBORReader(writer.bytes)
    #expect(try reader.integer() == .min)
    #expect(try reader.integer() == .max)
    #expect(throws: CBORError(.outOfRange, at: 18)) { try reader.integer() }
    #expect(try reader.unsigned() == 1 << 63)
    #expect(throws: CBORError(.outOfRange, at: 27)) { try reader.integer() }
  }

  @Test func `an unsigned integer above the caller's bound is out of range`() throws {
    var reader = CBORReader([0x18, 0x64])
    #expect(throws: CBORError(.outOfRange, at: 0)) { try reader.unsigned(upTo: 99) }
    #expect(try reader.unsigned(upTo: 100) == 100)
  }

  @Test func `a byte string's range indexes the whole array`() throws {
    var reader = CBORReader([0xff, 0xff, 0x42, 0x07, 0x08, 0xff], in: 2..<5)
    #expect(try reader.byteString() == 3..<5)
    #expect(throws: Never.self) { try reader.finish() }
  }

  @Test func `a reader of a part does not see past its end`() {
    var reader = CBORReader([0x42, 0x07, 0x08], in: 0..<2)
    #expect(throws: CBORError(.truncated, at: 0)) { try reader.byteString() }
  }

  @Test func `a range outside the array is clamped, not trapped on`() {
    #expect(CBORReader([0x00], in: 5..<9).isAtEnd)
    #expect(CBORReader([], in: 0..<1).isAtEnd)
  }

  @Test func `an array of another count than demanded is refused`() {
    var reader = CBORReader([0x82, 0x00, 0x00])
    #expect(throws: CBORError(.wrongCount, at: 0)) { try reader.array(exactly: 3) }
    #expect(throws: Never.self) { try reader.array(exactly: 2) }
  }

  @Test func `a byte string of another length than demanded is refused`() throws {
    var reader = CBORReader([0x42, 0x00, 0x00])
    #expect(throws: CBORError(.wrongCount, at: 0)) { try reader.byteString(exactly: 16) }
    #expect(try reader.byteString(exactly: 2) == 1..<3)
  }

  @Test func `a count is never more than the input can hold`() {
    var reader = CBORReader([0x9b, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x00])
    #expect(throws: CBORError(.truncated, at: 0)) { try reader.array() }
  }

  @Test func `a hundred thousand nested arrays are refused at the seventeenth`() {
    var reader = CBORReader([UInt8](repeating: 0x81, count: 100_000))
    #expect(throws: CBORError(.depth, at: 16)) { try reader.skip() }
  }

  @Test func `a bad leaf deep in a skipped item is found`() {
    var reader = CBORReader([0x82, 0x00, 0xa1, 0x00, 0x62, 0xc0, 0xaf])
    #expect(throws: CBORError(.invalidUTF8, at: 4)) { try reader.skip() }
    #expect(reader.offset == 0)
  }

  @Test func `integer keys must ascend`() throws {
    var reader = CBORReader([0xa2, 0x02, 0x00, 0x01, 0x00])
    var map = try reader.mapReader()
    #expect(try map.integerKey(&reader) == 2)
    try reader.skip()
    #expect(throws: CBORError(.keyOrder, at: 3)) { try map.integerKey(&reader) }
  }

  @Test func `an integer key cannot come twice`() throws {
    var reader = CBORReader([0xa2, 0x20, 0x00, 0x20, 0x00])
    var map = try reader.mapReader()
    #expect(try map.integerKey(&reader) == -1)
    try reader.skip()
    #expect(throws: CBORError(.duplicateKey, at: 3)) { try map.integerKey(&reader) }
  }

  @Test func `text keys come in the order of their encodings`() throws {
    var reader = CBORReader([0xa2, 0x61, 0x7a, 0x00, 0x62, 0x61, 0x61, 0x00])
    var map = try reader.mapReader()
    #expect(try map.textKey(&reader) == "z")
    try reader.skip()
    #expect(try map.textKey(&reader) == "aa")
    #expect(map.keyOffset == 4)
    try reader.skip()
    #expect(try map.textKey(&reader) == nil)
    try reader.finish()
  }
}

@Suite struct CBORWriterTests {
  @Test(arguments: [
    (0.0, "f90000"), (-0.0, "f98000"), (1.5, "f93e00"), (65504, "f97bff"), (65536, "fa47800000"),
    (5.960464477539063e-08, "f90001"), (6.103515625e-05, "f90400"),
    (2.98e-08, "fb3e5fff5c939522db"),
    (1.1, "fb3ff199999999999a"), (100000, "fa47c35000"), (.infinity, "f97c00"),
    (-.infinity, "f9fc00"), (.nan, "f97e00"), (-.signalingNaN, "f97e00"),
  ])
  func `a float takes the shortest form that keeps its value`(value: Double, text: String) throws {
    var writer = CBORWriter()
    writer.double(value)
    #expect(writer.bytes == hex(text))
    var reader = CBORReader(writer.bytes)
    let read = try reader.double()
    #expect(read.bitPattern == value.bitPattern || (read.isNaN && value.isNaN))
  }

  @Test func `all 65536 halves read, and come out the same unless they are odd NaNs`() throws {
    for bits in UInt16.min...UInt16.max {
      let input = [0xf9, UInt8(bits >> 8), UInt8(bits & 0xff)]
      var reader = CBORReader(input)
      guard let value = try? reader.double() else {
        #expect(bits & 0x7c00 == 0x7c00 && bits & 0x3ff != 0 && bits != 0x7e00)
        continue
      }
      var writer = CBORWriter()
      writer.double(value)
      try #require(writer.bytes == input)
    }
  }

  @Test func `a writer continues an array and keeps what stood there`() {
    var writer = CBORWriter(appendingTo: [0x82])
    writer.bool(true)
    writer.null()
    #expect(writer.bytes == [0x82, 0xf5, 0xf6])
  }
}

@Suite struct CBORValueTests {
  @Test func `a tree's map is sorted when it is encoded`() throws {
    let value = CBORValue.map([
      .init(.text("b"), .null), .init(.integer(-1), .null), .init(.text("a"), .null),
      .init(.unsigned(100), .null),
    ])
    #expect(try value.encoded() == hex("a4 1864f6 20f6 6161f6 6162f6"))
  }

  @Test func `a tree with a key twice does not encode`() {
    let value = CBORValue.map([.init(.text("a"), .null), .init(.text("a"), .boolean(true))])
    #expect(throws: CBORError(.duplicateKey, at: 4)) { try value.encoded() }
  }

  @Test func `texts that only Unicode calls equal are different values`() {
    #expect(CBORValue.text("\u{e9}") != .text("e\u{301}"))
  }

  @Test func `a NaN equals itself and zero does not equal minus zero`() {
    #expect(CBORValue.double(.nan) == .double(.nan))
    #expect(CBORValue.double(0) != .double(-0.0))
  }

  @Test func `values are found by text and by integer keys`() throws {
    let value = try CBORValue(decoding: [0xa2, 0x01, 0x02, 0x61, 0x61, 0x03])
    #expect(value[1] == .unsigned(2))
    #expect(value["a"] == .unsigned(3))
    #expect(value["b"] == nil)
  }
}
