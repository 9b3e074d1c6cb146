import Cryptography
import Foundation
import Ledger
import Testing

/// A vector of `Vectors/leaves.json`.
struct LeafVector: Decodable, Sendable, CustomTestStringConvertible {
  struct Content: Decodable, Sendable {
    let kind: String
    let time: UInt64
    let code: UInt64
    let count: UInt64
    let fields: [String: Value]
  }

  enum Value: Decodable, Sendable, Equatable {
    case number(UInt64)
    case bytes(String)

    init(_ value: LeafValue) {
      switch value {
      case .number(let number): self = .number(number)
      case .bytes(let bytes): self = .bytes(Hexadecimal.encode(bytes))
      }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(UInt64.self) {
        self = .number(number)
      } else {
        self = .bytes(try container.decode(String.self))
      }
    }
  }

  private struct File: Decodable { let leaves: [LeafVector] }

  let name: String
  let hex: String
  let leaf: Content?
  let opening: String?
  let values: [String: String]?
  let code: Int?
  let at: UInt64?

  var testDescription: String { name }

  static let all = Result { try Vectors.load("leaves", as: File.self).leaves }
}

@Suite struct LeafTests {
  static let vectors = (try? LeafVector.all.get()) ?? []

  @Test func `the vectors are there`() throws {
    #expect(try LeafVector.all.get().count == 25)
  }

  @Test(arguments: LeafTests.vectors) func vector(_ vector: LeafVector) throws {
    let bytes = try hex(vector.hex)
    guard let content = vector.leaf else {
      let code = try #require(LedgerFault.Code(rawValue: vector.code ?? 0))
      #expect(throws: LedgerFault(code, at: vector.at ?? 0)) { try Leaf(encoded: bytes) }
      return
    }
    let leaf = try Leaf(encoded: bytes)
    #expect(leaf.encoded == bytes)
    #expect(leaf.kind.description == content.kind)
    #expect([leaf.time, leaf.code, leaf.count] == [content.time, content.code, content.count])
    let fields = leaf.fields.map { ($0.key.description, LeafVector.Value($0.value)) }
    #expect(Dictionary(uniqueKeysWithValues: fields) == content.fields)
    guard let text = vector.opening else { return }
    let opening = try LeafOpening(encoded: try hex(text))
    try opening.check(leaf)
    #expect(opening.encoded == (try hex(text)))
    let values = opening.parts.map { ($0.key.description, $0.value.text ?? "") }
    #expect(Dictionary(uniqueKeysWithValues: values) == vector.values)
  }

  @Test func `a draft becomes the leaf of the vector`() throws {
    let draft = LeafDraft(.refusal, code: 3123).naming(.principal, "icu/monitor")
    let sealed = draft.sealed(at: 1_795_729_219_123) { Array(1...32) }
    let vector = try #require(Self.vectors.first)
    #expect(Hexadecimal.encode(sealed.leaf) == vector.hex)
    #expect(Hexadecimal.encode(sealed.opening) == vector.opening)
  }

  @Test func `a leaf has no place for a name`() throws {
    let name = "DUPONT^MARCELLE"
    var salt: UInt8 = 0
    var draft = LeafDraft(.breakGlassActivated, code: 1)
    for field: LeafField in [.principal, .patient, .reason, .subject, .secondPerson] {
      draft = draft.naming(field, name)
    }
    let sealed = draft.sealed(at: 1) {
      salt += 1
      return [UInt8](repeating: salt, count: 32)
    }
    #expect(!contains(sealed.leaf, name))
    #expect(contains(sealed.opening, name), "it is what stands beside the leaf")
    let commitments = Set(try Leaf(encoded: sealed.leaf).fields.values)
    #expect(commitments.count == 5, "the same name twice does not show as the same")
  }

  @Test func `case 85: who tries every name against a commitment finds none without the salt`()
    throws
  {
    let names = (0..<1_000).map { "icu/nurse-\($0)" }
    let sealed = LeafDraft(.refusal, code: 3123).naming(.principal, names[417])
      .sealed(at: 1) { SecureRandom.bytes(32) }
    let leaf = try Leaf(encoded: sealed.leaf)
    let found = names.filter {
      leaf.fields[.principal] == .bytes(SHA256.hash(Array($0.utf8)).bytes)
    }
    #expect(found.isEmpty)
    let salt = try #require(LeafOpening(encoded: sealed.opening).parts[.principal]).salt
    let opened = names.filter {
      leaf.fields[.principal] == .bytes(SHA256.hash(salt + Array($0.utf8)).bytes)
    }
    #expect(opened == [names[417]], "with it there is exactly one")
  }

  @Test func `an opening that was changed anywhere does not fit`() throws {
    let vector = try #require(Self.vectors.first { $0.name == "a break-glass activation" })
    let leaf = try Leaf(encoded: try hex(vector.hex))
    let opening = try hex(try #require(vector.opening))
    for place in opening.indices {
      var changed = opening
      changed[place] ^= 1
      #expect(throws: LedgerFault.self) { try LeafOpening(encoded: changed).check(leaf) }
    }
  }

  @Test func `numbers beyond the bound become the bound, so that every leaf reads back`() throws {
    var draft = LeafDraft(.clockStep, code: -5).with(.forward, .max)
    draft.count = 0
    let leaf = try Leaf(encoded: draft.sealed(at: .min) { [] }.leaf)
    #expect(leaf.fields[.forward] == .number(LedgerLimit.numberMax))
    #expect([leaf.time, leaf.code, leaf.count] == [0, 0, 1])
  }

  private func contains(_ bytes: [UInt8], _ text: String) -> Bool {
    String(decoding: bytes, as: UTF8.self).contains(text)
  }
}
