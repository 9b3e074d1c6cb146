import Cryptography
import Labels
import SignedMessage
import Testing

@Suite struct SignerTests {
  private func sequences(_ messages: [[UInt8]]) throws -> [UInt64] {
    try messages.map { try UnverifiedMessage($0).sequence }
  }

  private func code(_ producer: Producer, _ drafts: [MessageDraft]) -> MessageError? {
    do throws(MessageError) {
      _ = try producer.signer.sign(drafts, issuedAt: Producer.issuedAt)
      return nil
    } catch {
      return error
    }
  }

  @Test func `sequences ascend from one in each flow, over drains`() throws {
    let producer = try Producer()
    let drain = [Producer.draft(), Producer.draft(flow: "alerts"), Producer.draft()]
    #expect(try sequences(producer.sign(drain)) == [1, 1, 2])
    #expect(try sequences(producer.sign(drain)) == [3, 2, 4])
    #expect(try sequences(producer.sign([Producer.draft(flow: "alerts")])) == [3])
  }

  @Test func `nothing waiting gives nothing`() throws {
    #expect(try Producer().sign([]) == [])
  }

  @Test func `messages of one drain share the signature`() throws {
    let messages = try Producer().sign(count: 9)
    #expect(Set(messages.map { Array($0.suffix(64)) }).count == 1)
  }

  @Test func `one message alone bears no proof`() throws {
    let producer = try Producer()
    let bytes = try producer.sign([Producer.draft()])[0]
    var raw = try RawMessage(producer.key)
    raw.signature = Array(bytes.suffix(64))
    #expect(raw.bytes == bytes)
  }

  @Test func `a drain that can't be signed as a whole uses up no sequence`() throws {
    let producer = try Producer()
    let error = code(producer, [Producer.draft(), Producer.draft(subject: "bed *")])
    #expect(error?.code == .subject)
    #expect(error?.offset == 1)
    #expect(try sequences(producer.sign([Producer.draft()])) == [1])
  }

  @Test func `more drafts than one signature may cover are refused`() throws {
    let drafts = [MessageDraft](repeating: Producer.draft(), count: 1025)
    #expect(try code(Producer(), drafts)?.code == .drainTooLarge)
  }

  @Test(arguments: ["", "Vitals", "-vitals", "vitals-", "icu/vitals", "v*", "vit als", "\u{e9}"])
  func `a flow that breaks the grammar of names is not signed`(flow: String) throws {
    #expect(try code(Producer(), [Producer.draft(flow: flow)])?.code == .name)
  }

  @Test func `names of 32 bytes are signed and longer ones are not`() throws {
    let name = String(repeating: "a", count: 32)
    #expect(try code(Producer(), [Producer.draft(flow: name)]) == nil)
    #expect(try code(Producer(), [Producer.draft(flow: name + "a")])?.code == .name)
  }

  @Test func `the grammar of flows is the grammar of names in labels and policies`() throws {
    for flow in ["a", "0", "a-b", "a--b", "-", "", "A", "a_b", "a.b", "é", "a\0"] {
      let isSigned = try code(Producer(), [Producer.draft(flow: flow)]) == nil
      #expect(isSigned == Name.isValid(flow))
    }
  }

  @Test func `a payload of the bound is signed and verifies, one byte more is not signed`() throws {
    let producer = try Producer()
    let payload = [UInt8](repeating: 1, count: MessageLimit.payloadBytesMax)
    let message = try producer.sign([Producer.draft(payload: payload)])[0]
    #expect(try producer.verifier.verify(UnverifiedMessage(message)).payload.count == payload.count)
    #expect(code(producer, [Producer.draft(payload: payload + [1])])?.code == .tooLarge)
  }

  @Test func `a label that nobody could decode is not signed`() throws {
    let label = Label(policy: "Not A Name", classification: .normal)
    #expect(try code(Producer(), [Producer.draft(label: label)])?.code == .label)
  }

  @Test func `a time before 1970 and an epoch over the bound are not signed`() throws {
    let producer = try Producer()
    #expect(throws: MessageError.self) {
      try producer.signer.sign([Producer.draft()], issuedAt: -1)
    }
    let late = try Producer(epoch: MessageLimit.numberMax + 1)
    #expect(code(late, [Producer.draft()])?.code == .number)
  }

  @Test func `the largest header and proof stay within the bounds`() throws {
    let producer = try Producer()
    let values = (0..<LabelLimit.labelValuesMax).map {
      Category("compartment", String(repeating: "v", count: 30) + "\($0 + 10)")
    }
    let label = Label(
      policy: String(repeating: "p", count: 32), classification: .normal,
      restrictive: CategorySet(values))
    let draft = Producer.draft(
      flow: String(repeating: "f", count: 32), label: label,
      subject: String(repeating: "s", count: 128))
    let messages = try producer.sign([MessageDraft](repeating: draft, count: 1024))
    for index in [0, 511, 1023] {
      let message = try producer.verifier.verify(UnverifiedMessage(messages[index]))
      #expect(message.label == label)
    }
  }
}
