import Foundation
import Testing

@testable import NormalizedFormat

/// The vectors that the Python reader, written from the specification alone, runs as well.
@Suite struct FormatVectorTests {
  struct Vector: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    /// `valid`, or the code.
    let expect: String
    let offset: Int?
    /// In hexadecimal.
    let message: String
    var testDescription: String { name }

    var bytes: [UInt8] {
      let digits = message.compactMap { $0.hexDigitValue.map { UInt8($0) } }
      return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
  }

  private struct File: Decodable { let vectors: [Vector] }

  static let vectors: Result<[Vector], any Error> = Result {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Vectors/normalized.json")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).vectors
  }

  @Test func `there are vectors`() throws {
    #expect(try Self.vectors.get().count > 100)
  }

  @Test(arguments: (try? vectors.get()) ?? [])
  func `a vector is read, or refused with its code and offset`(vector: Vector) throws {
    do {
      _ = try Message(decoding: vector.bytes)
      #expect(vector.expect == "valid", "it is read")
    } catch {
      #expect(String(error.code.rawValue) == vector.expect, "at \(error.offset)")
      #expect(error.offset == vector.offset)
    }
  }
}
