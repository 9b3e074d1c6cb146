import Cryptography
import Labels
import SignedMessage
import Testing

@Suite struct RoundTripTests {
  @Test func `bounds agree with each other`() { MessageLimit.assertRelations() }

  @Test func `a message alone says what was signed`() throws {
    let producer = try Producer()
    let bytes = try producer.sign([Producer.draft()])[0]
    let message = try producer.verifier.verify(UnverifiedMessage(bytes))
    #expect(message.label == Producer.label)
    let context = message.context
    #expect([context.site, context.compartment, context.flow] == ["st-anne", "icu", "vitals"])
    #expect(context.subject == "ward-3/bed-12")
    #expect([context.epoch, context.sequence] == [7, 1])
    #expect(context.issuedAt == Producer.issuedAt)
    #expect(Array(message.payloadBytes) == Array("payload".utf8))
    #expect(Array(message.bytes) == bytes)
    #expect(message.key == producer.key.publicKey)
    #expect(
      message.identity
        == MessageIdentity(keyID: producer.key.publicKey.keyID, epoch: 7, sequence: 1))
  }

  @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 255, 1024])
  func `every message of a batch verifies on its own`(count: Int) throws {
    let producer = try Producer()
    let messages = try producer.sign(count: count)
    #expect(messages.count == count)
    let verifier = producer.verifier
    for (index, bytes) in messages.enumerated() {
      let message = try verifier.verify(UnverifiedMessage(bytes))
      #expect(Array(message.payloadBytes) == Array("payload \(index)".utf8))
      #expect(message.sequence == UInt64(index + 1))
    }
  }
}
