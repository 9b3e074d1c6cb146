import CellProtocol
import Testing

@Suite struct CellProtocolTests {
  @Test func `the vectors are there`() {
    #expect(CommandVector.all.count >= 20)
    #expect(RefusedVector.all.count >= 50)
  }

  @Test func `every verb has a vector`() {
    for verb in Verb.allCases {
      #expect(CommandVector.all.contains { UInt64($0.frame[1]) == verb.rawValue }, "\(verb)")
    }
  }

  @Test(arguments: CommandVector.all)
  func `a vector decodes to what it means`(_ vector: CommandVector) throws {
    let command = try Command(vector.frame)
    #expect(VectorFile.canonical(fields(of: command, in: vector.frame)) == vector.expect)
  }

  @Test(arguments: CommandVector.all)
  func `a decoded vector encodes to the same bytes`(_ vector: CommandVector) throws {
    #expect(encoded(try Command(vector.frame), from: vector.frame) == vector.frame)
  }

  @Test(arguments: RefusedVector.all)
  func `what is no command is refused with its code and place`(_ vector: RefusedVector) {
    do {
      let command = try Command(vector.frame)
      Issue.record("\(vector.name) passed as \(command)")
    } catch {
      #expect(error.code.rawValue == vector.code)
      #expect(error.offset == vector.place)
    }
  }

  @Test(arguments: CommandVector.all)
  func `no prefix of a command is a command`(_ vector: CommandVector) {
    for count in 0..<vector.frame.count {
      #expect(throws: ProtocolFault.self) { try Command(Array(vector.frame.prefix(count))) }
    }
  }

  @Test(arguments: CommandVector.all)
  func `a command with any one byte changed is another command or refused`(
    _ vector: CommandVector
  ) {
    for index in vector.frame.indices {
      for bit in 0..<8 {
        var frame = vector.frame
        frame[index] ^= 1 << UInt8(bit)
        guard let command = try? Command(frame) else { continue }
        #expect(encoded(command, from: frame) == frame, "a second spelling of \(vector.name)")
      }
    }
  }

  @Test func `a frame longer than the limit is refused before it is read`() {
    let frame = [UInt8](repeating: 0x81, count: Limit.frameBytesMax + 1)
    #expect(throws: ProtocolFault(.oversized, at: Limit.frameBytesMax)) { try Command(frame) }
  }

  @Test func `the limits agree with each other`() {
    Limit.assertRelations()
  }

  @Test func `a batch of the largest size fits a frame's counts`() throws {
    let messages = [[UInt8]](
      repeating: [UInt8](repeating: 7, count: 1_000), count: Limit.messagesPerFrameMax)
    let frame = Publish.encoded(request: 1, messages: messages)
    guard case .publish(let publish) = try Command(frame) else {
      Issue.record("not a PUBLISH")
      return
    }
    #expect(publish.messages.count == Limit.messagesPerFrameMax)
    #expect(publish.messages.allSatisfy { frame[$0].elementsEqual(messages[0]) })
  }
}
