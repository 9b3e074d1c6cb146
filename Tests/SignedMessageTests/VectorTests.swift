import Cryptography
import Foundation
import Labels
import SignedMessage
import Testing

@Suite struct VectorTests {
  private func verifier(_ file: VectorFile) throws -> MessageVerifier {
    var keys: [KeyID: VerificationKey] = [:]
    for (id, spki) in file.keys {
      let key = try VerificationKey(spki: #require(Hexadecimal.decode(spki)))
      #expect(key.keyID.description == id)
      keys[key.keyID] = key
    }
    return MessageVerifier { [keys] in keys[$0] }
  }

  private func check(_ file: VectorFile) throws {
    let verifier = try verifier(file)
    for vector in file.vectors {
      let bytes = try #require(Hexadecimal.decode(vector.message))
      let code = code(of: bytes, verifier)
      #expect((code.map { "\($0.rawValue)" } ?? "valid") == vector.expect, "\(vector.name)")
    }
  }

  @Test func `every committed vector has the verdict that stands with it`() throws {
    let file = try VectorFile.read()
    #expect(file.vectors.count > 100)
    try check(file)
  }

  @Test func `every committed valid vector says what stands with it`() throws {
    let file = try VectorFile.read()
    let verifier = try verifier(file)
    for vector in file.vectors {
      guard let content = vector.content else { continue }
      let bytes = try #require(Hexadecimal.decode(vector.message))
      let message = try verifier.verify(UnverifiedMessage(bytes))
      #expect(message.site == content.site && message.compartment == content.compartment)
      #expect(message.flow == content.flow && message.subject == content.subject)
      #expect(message.epoch == content.epoch && message.sequence == content.sequence)
      #expect(message.issuedAt == content.issuedAt)
      #expect(Hexadecimal.encode(message.label.encoded) == content.label)
      #expect(Hexadecimal.encode(message.payloadBytes) == content.payload)
    }
  }

  @Test func `the vectors cover every code that a message can be refused with`() throws {
    let covered = Set(try VectorFile.read().vectors.map(\.expect))
    let producersOnly: Set<MessageError.Code> = [.drainTooLarge, .signing]
    for code in MessageError.Code.allCases where !producersOnly.contains(code) {
      #expect(covered.contains("\(code.rawValue)"))
    }
  }

  @Test func `vectors made now have the verdicts too, and the committed ones are the same claims`()
    throws
  {
    let made = try VectorMaker.make()
    try check(made)
    let committed = try VectorFile.read()
    #expect(made.vectors.map(\.name) == committed.vectors.map(\.name))
    #expect(made.vectors.map(\.expect) == committed.vectors.map(\.expect))
    #expect(Set(made.vectors.map(\.name)).count == made.vectors.count)
  }

  /// Run with `VAGUEMESTRE_WRITE_VECTORS=1` after a claim was added to ``VectorMaker``.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["VAGUEMESTRE_WRITE_VECTORS"] == "1"))
  func `vectors are written`() throws {
    try VectorMaker.make().write()
    #expect(try VectorFile.read().vectors.isEmpty == false)
  }
}
