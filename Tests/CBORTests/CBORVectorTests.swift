import CBOR
import Testing

@Suite struct CBORVectorTests {
  @Test func `the vectors are there`() {
    #expect(Vector.accepted.count >= 12)
    #expect(Vector.refused.count >= 80)
  }

  @Test(arguments: Vector.accepted)
  func `an accepted vector is read and comes out as it went in`(vector: Vector) throws {
    let value = try CBORValue(decoding: vector.bytes, tags: vector.admitsTags)
    #expect(try value.encoded() == vector.bytes)
  }

  @Test(arguments: Vector.accepted)
  func `an accepted vector is skipped whole`(vector: Vector) throws {
    var reader = CBORReader(vector.bytes)
    #expect(try reader.skip(tags: vector.admitsTags) == 0..<vector.bytes.count)
    #expect(reader.isAtEnd)
  }

  @Test(arguments: Vector.accepted)
  func `an accepted vector cut at any byte is truncated`(vector: Vector) {
    for length in 0..<vector.bytes.count {
      let error = refusal(Array(vector.bytes.prefix(length)), tags: vector.admitsTags)
      #expect(error?.code == .truncated, "cut at \(length)")
    }
  }

  @Test(arguments: Vector.accepted)
  func `a byte after an accepted vector is refused where it stands`(vector: Vector) {
    let error = refusal(vector.bytes + [0], tags: vector.admitsTags)
    #expect(error == CBORError(.trailing, at: vector.bytes.count))
  }

  @Test(arguments: Vector.refused)
  func `a refused vector is refused for its reason at its offset`(vector: Vector) throws {
    let error = try #require(refusal(vector.bytes, tags: vector.admitsTags))
    #expect(error.code.rawValue == vector.fields["expect"])
    #expect(String(error.offset) == vector.fields["offset"])
  }

  @Test(arguments: Vector.refused)
  func `a refused vector leaves the reader where it was`(vector: Vector) {
    var reader = CBORReader([0xf6] + vector.bytes)
    _ = reader.skipNull()
    guard vector.fields["expect"] != "trailing" else { return }
    #expect(throws: CBORError.self) { try reader.skip(tags: vector.admitsTags) }
    #expect(reader.offset == 1)
  }

  private func refusal(_ bytes: [UInt8], tags: Bool) -> CBORError? {
    do throws(CBORError) {
      _ = try CBORValue(decoding: bytes, tags: tags)
      return nil
    } catch {
      return error
    }
  }
}
