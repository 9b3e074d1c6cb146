import Cell
import Cryptography
import Foundation
import Journal
import Ledger
import Synchronization
import Testing
import ZeroMQ

/// The heads that a cell signs over its journal, and when it signs none.
@Suite struct HeadTests {
  /// The file of the newest head, and what the operator reads.
  private final class Shelf: Sendable {
    private let state = Mutex((head: [UInt8]?.none, aside: [[UInt8]](), lines: [String]()))

    var head: [UInt8]? {
      get { state.withLock { $0.head } }
      set { state.withLock { $0.head = newValue } }
    }
    var aside: [[UInt8]] { state.withLock { $0.aside } }

    func setAside(_ journal: [UInt8]) {
      state.withLock {
        $0.aside.append(journal)
        $0.head = nil
      }
    }
    func say(_ line: String) { state.withLock { $0.lines.append(line) } }

    /// The codes of the ledger since the last look.
    func codes() -> [Int] {
      state.withLock { state in
        defer { state.lines = [] }
        return state.lines.compactMap { line in
          line.hasPrefix("VGM-50") ? Int(line.dropFirst(4).prefix(4)) : nil
        }
      }
    }
  }

  private let shelf = Shelf()
  private let key: SigningKey
  private let hospital: Hospital
  private let place: String
  private static let storageKey = [UInt8](repeating: 9, count: 32)

  init() throws {
    key = try SigningKey.generate()
    hospital = try Hospital()
    place =
      FileManager.default.temporaryDirectory
      .appending(path: "vaguemestre-heads-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
  }

  private var journal: String { "\(place)/journal" }

  /// Runs a cell from start to stop: it leaves a start and a stop in its ledger.
  private func run(with key: SigningKey?, fault: (@Sendable () -> Int32)? = nil) throws {
    let shelf = shelf
    var configuration = CellConfiguration(
      snapshot: try hospital.snapshot(of: "icu"), endpoint: try Endpoint("tcp://127.0.0.1:*"),
      keys: try hospital.keys(of: "icu"), journalDirectory: journal,
      storageKey: Self.storageKey)
    configuration.freeBytesMin = 0
    configuration.heads = HeadDesk(
      keep: {
        shelf.head = $0
        return true
      },
      setAside: {
        shelf.setAside($0)
        return true
      })
    configuration.heads.key = key
    configuration.heads.found = shelf.head
    configuration.commitFault = fault
    configuration.log = { shelf.say($0) }
    let server = try CellServer(in: try Context.shared(), configuration)
    server.stop()
  }

  private func reader() throws -> JournalReader {
    try JournalReader(
      directory: journal, storageKey: Self.storageKey, compartment: "icu")
  }

  private func origin() throws -> LedgerOrigin {
    LedgerOrigin(site: "north", compartment: "icu", journal: try reader().identity)
  }

  private func verifiedHead(_ key: SigningKey) throws -> TreeHead {
    let head = try SignedHead(encoded: try #require(shelf.head))
    return try head.verified(try origin(), key.publicKey).head
  }

  private func kinds() throws -> [LeafKind] {
    let reader = try reader()
    return try reader.leaves(from: 0, upTo: try reader.ledger().size).map {
      try Leaf(encoded: $0.leaf).kind
    }
  }

  private func copy(_ from: String, to target: String) throws {
    try? FileManager.default.removeItem(atPath: target)
    try FileManager.default.copyItem(atPath: from, toPath: target)
  }

  @Test func `a cell says that it starts and stops, and its last head covers all`() throws {
    defer { try? FileManager.default.removeItem(atPath: place) }
    try run(with: key)
    #expect(try kinds() == [.start, .stop])
    #expect(try verifiedHead(key) == TreeHead(try origin(), try reader().ledger()))
    let first = try verifiedHead(key)
    try run(with: key)
    #expect(try kinds() == [.start, .stop, .start, .stop])
    #expect(try verifiedHead(key).size == 4)
    #expect(try reader().verifyLedger(rootsAt: [2]).roots[2] == first.root)
    #expect(shelf.codes() == [])
  }

  @Test func `without a key there is a ledger, no head, and a loud line`() throws {
    defer { try? FileManager.default.removeItem(atPath: place) }
    try run(with: nil)
    #expect(try kinds() == [.start, .stop])
    #expect(shelf.head == nil)
    #expect(shelf.codes() == [5010])
    try run(with: key)
    #expect(shelf.codes() == [5018], "what was before the first head nobody vouches for")
    #expect(try verifiedHead(key).size == 4)
  }

  @Test func `case 80, 83: a ledger that went back is not signed until the journal is renewed`()
    throws
  {
    defer { try? FileManager.default.removeItem(atPath: place) }
    try run(with: key)
    try copy(journal, to: "\(place)/backup")
    try run(with: key)
    let before = try verifiedHead(key)
    try copy("\(place)/backup", to: journal)
    // The backup has two leaves and the cell has signed four. It works, and signs nothing.
    let kept = shelf.head
    try run(with: key)
    #expect(shelf.codes() == [5008])
    #expect(shelf.head == kept)
    // Now there are four leaves again, but they are others.
    try run(with: key)
    #expect(shelf.codes() == [5009])
    #expect(shelf.head == kept)
    let old = try reader().identity
    try renew()
    try run(with: key)
    #expect(shelf.codes() == [5018])
    #expect(shelf.aside == [old])
    #expect(try verifiedHead(key).size == 8)
    #expect(try origin() != before.origin)
  }

  private func renew() throws {
    var options = JournalOptions()
    options.renewsIdentity = true
    _ = try LMDBJournal(
      directory: journal, storageKey: Self.storageKey, compartment: "icu", options: options)
  }

  @Test func `case 81: of one size no second head with another root is ever signed`() throws {
    defer { try? FileManager.default.removeItem(atPath: place) }
    try run(with: key)
    try copy(journal, to: "\(place)/backup")
    try run(with: key)
    let four = try verifiedHead(key)
    try copy("\(place)/backup", to: journal)
    for _ in 0..<3 { try run(with: key) }
    #expect(try verifiedHead(key) == four)
  }

  @Test func `a head that was changed where it lies is not gone on from`() throws {
    defer { try? FileManager.default.removeItem(atPath: place) }
    try run(with: key)
    let kept = try #require(shelf.head)
    var forged = kept
    forged[kept.count - 12] ^= 1
    shelf.head = forged
    try run(with: key)
    #expect([[5005], [5006]].contains(shelf.codes()))
    shelf.head = Array("nothing\n".utf8)
    try run(with: key)
    #expect(shelf.codes() == [5005])
    shelf.head = kept
    try run(with: key)
    #expect(shelf.codes() == [])
  }

  @Test func `another key goes on where the one before stopped, and the ledger says so`() throws {
    defer { try? FileManager.default.removeItem(atPath: place) }
    try run(with: key)
    let next = try SigningKey.generate()
    try run(with: next)
    #expect(shelf.codes() == [])
    #expect(try kinds() == [.start, .stop, .start, .keyChange, .stop])
    #expect(try verifiedHead(next).size == 5)
    let leaf = try #require(try reader().leaves(from: 3, upTo: 4).first)
    let fields = try Leaf(encoded: leaf.leaf).fields
    #expect(fields[.key] == .bytes(next.publicKey.keyID.bytes))
    #expect(fields[.formerKey] == .bytes(key.publicKey.noteID))
  }

  @Test func `a crash between commit and head leaves both as they were, and they fit`() throws {
    defer { try? FileManager.default.removeItem(atPath: place) }
    try run(with: key)
    let kept = shelf.head
    try run(with: key, fault: { EIO })
    #expect(try kinds() == [.start, .stop], "nothing of the failed commit is there")
    #expect(shelf.head == kept, "no head is signed over what is not durable")
    try run(with: key)
    #expect(shelf.codes() == [])
    #expect(try verifiedHead(key).size == 4)
  }
}
