import AdapterTesting
import Foundation
import NormalizedFormat
import NormalizedFormatTesting
import Synchronization
import Testing

@testable import FHIRProjection

/// Whatever the bytes are: a message, or an error with code and place. Never a trap.
@Suite struct HostileBundleTests {
  private static func bundles() throws -> [[UInt8]] {
    try FormatSchema.contents.indices.map { kind in
      FHIRBundle(
        of: try Message(decoding: RandomMessage.bytes(seed: 11, kind: kind, density: 25))
      ).bytes
    }
  }

  private static func code(_ bytes: [UInt8]) -> FHIRError.Code? {
    do {
      _ = try FHIRBundle(bytes)
      return nil
    } catch { return error.code }
  }

  private static func code(_ text: String) -> FHIRError.Code? { code(Array(text.utf8)) }

  @Test func `random bytes are no bundle`() {
    var random = NormalizedFormatTesting.SeededRandom(5)
    for length in 0..<400 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(Self.code(bytes) != nil)
    }
  }

  @Test func `bundles cut at any byte are refused there or before`() throws {
    let bytes = FHIRBundle(of: Samples.message([.boolean(true)])).bytes
    for length in 0..<bytes.count {
      do {
        _ = try FHIRBundle(Array(bytes[..<length]))
        Issue.record("cut at \(length)")
      } catch { #expect(error.offset <= length) }
    }
  }

  @Test func `mutated bundles give a message or an error`() throws {
    var random = NormalizedFormatTesting.SeededRandom(17)
    for bundle in try Self.bundles() {
      for _ in 0..<150 {
        var bytes = bundle
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          bytes[place] = UInt8.random(in: 0x20...0x7e, using: &random)
        }
        // What is read is a message of the format, which can be written again.
        guard let message = try? FHIRBundle(bytes).message else { continue }
        #expect(try Message(decoding: message.encoded()) == message)
      }
    }
  }

  @Test func `members that are swapped between elements give a message or an error`() throws {
    var random = NormalizedFormatTesting.SeededRandom(23)
    for bundle in try Self.bundles() {
      let words = bundle.split(separator: UInt8(ascii: ","))
      for _ in 0..<100 {
        var mixed = words
        for _ in 0..<3 {
          mixed.swapAt(
            Int.random(in: mixed.indices, using: &random),
            Int.random(in: mixed.indices, using: &random))
        }
        _ = Self.code(Array(mixed.joined(separator: [UInt8(ascii: ",")])))
      }
    }
  }

  @Test(arguments: [
    ("", FHIRError.Code.malformed), ("{", .malformed), ("{}", .wrongValue), ("[]", .wrongType),
    ("{} {}", .malformed), (#"{"a":1,"a":2}"#, .duplicateName), (#"{"a":01}"#, .malformed),
    (#"{"a":1.}"#, .malformed), (#"{"a":+1}"#, .malformed), (#"{"a":NaN}"#, .malformed),
    (#"{"a":"\ud800"}"#, .malformed), (#"{"a":"\x"}"#, .malformed),
    ("{\"a\":\"\u{1}\"}", .malformed),
    (#"{"a":tru}"#, .malformed), (#"{"a":[1,]}"#, .malformed), (#"{a:1}"#, .malformed),
    ("\u{feff}{}", .malformed),
    (#"{"resourceType":"Bundle","type":"message","entry":[]}"#, .missing),
    (#"{"resourceType":"Bundle","type":"message","entry":[],"total":1}"#, .unknownElement),
    (#"{"resourceType":"Bundle","type":"collection","entry":[]}"#, .wrongValue),
  ])
  func `what is no bundle is refused by what it is`(text: String, code: FHIRError.Code) {
    #expect(Self.code(text) == code)
  }

  @Test func `bytes that are not UTF-8 are refused where they stand`() {
    #expect(throws: FHIRError(.malformed, at: 2)) {
      try FHIRBundle([0x7b, 0x22, 0xc0, 0xaf, 0x22])
    }
  }

  @Test func `nesting is bounded`() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(Self.code(deep) == .depth)
    let objects = String(repeating: #"{"a":"#, count: 100_000)
    #expect(Self.code(objects) == .depth)
  }

  @Test func `references that lead deeper than the format are refused, on a small stack`() throws {
    var observation = Observation(code: Concept(text: "innermost"))
    for _ in 0..<60 {
      var outer = Observation(code: Concept(text: "outer"))
      outer.sourceStatus = "F"
      outer.components = [observation]
      observation = outer
    }
    let bytes = FHIRBundle(of: Samples.message(observation)).bytes
    #expect(SmallStack.run({ Self.code(bytes) }) == .some(.depth))
  }

  @Test func `the deepest messages are read on a small stack`() throws {
    var observation = Observation(code: Concept(text: "innermost"))
    for _ in 0..<16 {
      var outer = Observation(code: Concept(text: "outer"))
      outer.values = [.text("a"), .text("b")]
      outer.components = [observation]
      observation = outer
    }
    let message = Samples.message(observation)
    let bytes = FHIRBundle(of: message).bytes
    #expect(SmallStack.run({ Self.code(bytes) }) == .some(nil))
    #expect(try FHIRBundle(bytes).message == message)
  }

  @Test func `the number of values is bounded`() {
    let many = "[" + String(repeating: "0,", count: FHIRLimit.valuesMax) + "0]"
    #expect(Self.code(many) == .tooLarge)
  }

  @Test(arguments: ["1e999999999", "99999999999999999999", "1E+40000", "0.5", "-1"])
  func `numbers out of range are refused`(number: String) throws {
    let json = FHIRBundle(of: Self.quarantine).json
    let changed = json.replacing(
      #""valueUnsignedInt":1001"#, with: #""valueUnsignedInt":\#(number)"#)
    try #require(changed != json)
    #expect(Self.code(changed) == .wrongValue)
  }

  private static var quarantine: Message {
    Message(
      provenance: Provenance(
        adapter: AdapterIdentity(name: "a", version: "1"), source: MessageSource(standard: "s")),
      content: .quarantine(Quarantine(reason: 1_001, raw: [1, 2, 3])))
  }
}

/// Runs on a thread with the stack that threads of other platforms have.
enum SmallStack {
  static func run<T: Sendable>(_ body: @escaping @Sendable () -> T) -> T? {
    let result = Mutex<T?>(nil)
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      let value = body()
      result.withLock { $0 = value }
      done.signal()
    }
    thread.stackSize = 512 << 10
    thread.start()
    done.wait()
    return result.withLock { $0 }
  }
}

/// References that a writer of FHIR could make, and no projection does.
@Suite struct HostileReferenceTests {
  private static func bundle() throws -> String {
    var first = Observation(code: Concept(text: "first"))
    first.values = [.text("a")]
    var second = first
    second.code = Concept(text: "second")
    var message = Samples.message(first, second)
    message.patient = Patient()
    return FHIRBundle(of: message).json
  }

  private static func code(_ text: String) -> FHIRError.Code? {
    do {
      _ = try FHIRBundle(Array(text.utf8))
      return nil
    } catch { return error.code }
  }

  private static func urls(_ json: String) throws -> [String: String] {
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    var urls: [String: String] = [:]
    for entry in object?["entry"] as? [[String: Any]] ?? [] {
      let resource = entry["resource"] as? [String: Any]
      let code = (resource?["code"] as? [String: Any])?["text"] as? String
      let type = resource?["resourceType"] as? String ?? ""
      urls[code ?? (resource?["hasMember"] == nil ? type : "panel")] = entry["fullUrl"] as? String
    }
    return urls
  }

  @Test func `a resource belongs to one other only`() throws {
    let json = try Self.bundle()
    let urls = try Self.urls(json)
    let first = try #require(urls["first"])
    let second = try #require(urls["second"])
    let twice = json.replacing(#"{"reference":"\#(second)"}"#, with: #"{"reference":"\#(first)"}"#)
    #expect(Self.code(twice) == .claimedTwice)
  }

  @Test func `a resource that holds itself is refused`() throws {
    let json = try Self.bundle()
    let urls = try Self.urls(json)
    let first = try #require(urls["first"])
    let panel = try #require(urls["panel"])
    let round = json.replacing(#"{"reference":"\#(first)"}"#, with: #"{"reference":"\#(panel)"}"#)
    #expect(Self.code(round) == .claimedTwice)
  }

  @Test func `a reference to nothing is refused`() throws {
    let json = try Self.bundle()
    let first = try #require(try Self.urls(json)["first"])
    #expect(
      Self.code(json.replacing(#""reference":"\#(first)""#, with: #""reference":"urn:uuid:0""#))
        == .badReference)
  }

  @Test func `an observation of another patient is refused`() throws {
    let json = try Self.bundle()
    let urls = try Self.urls(json)
    let patient = try #require(urls["Patient"])
    let device = try #require(urls["Device"])
    let other = json.replacing(
      #""subject":{"reference":"\#(patient)"}"#, with: #""subject":{"reference":"\#(device)"}"#)
    try #require(other != json)
    #expect(Self.code(other) == .badReference)
  }

  @Test func `an element that no projection writes is refused`() throws {
    let json = try Self.bundle()
    let more = json.replacing(
      #""resourceType":"Patient""#, with: #""resourceType":"Patient","active":true"#)
    try #require(more != json)
    #expect(Self.code(more) == .unknownElement)
  }

  @Test func `a resource under a lower label than the bundle is refused`() throws {
    let label = FHIRLabel(policy: "north", confidentiality: "R")
    let json = FHIRBundle(of: Samples.message([.boolean(true)]), label: label).json
    let parts = json.components(separatedBy: #""code":"R""#)
    try #require(parts.count > 3)
    let lowered =
      parts.dropLast().joined(separator: #""code":"R""#) + #""code":"U""# + (parts.last ?? "")
    #expect(Self.code(lowered) == .wrongValue)
  }

  @Test func `practitioners that hold each other are refused`() throws {
    var observation = Observation(code: Concept(text: "x"))
    var doctor = Practitioner()
    doctor.names = [HumanName()]
    doctor.role = Concept(text: "surgeon")
    observation.performers = [doctor]
    let json = FHIRBundle(of: Samples.message(observation)).json
    let urls = try Self.urls(json)
    let role = try #require(urls["PractitionerRole"])
    let person = try #require(urls["Practitioner"])
    let round = json.replacing(
      #""practitioner":{"reference":"\#(person)"}"#,
      with: #""practitioner":{"reference":"\#(role)"}"#)
    try #require(round != json)
    #expect(Self.code(round) == .depth)
  }
}
