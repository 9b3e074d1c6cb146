import Foundation
import Testing

@testable import Journal

struct EncryptionTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory["journal"]
  }

  @Test func `no byte of a message is in the file in clear`() throws {
    do { try JournalFixture.append(0..<200, to: "vitals", in: JournalFixture.open(path)) }
    let file = try Data(contentsOf: URL(fileURLWithPath: "\(path)/data.mdb"))
    #expect(file.range(of: Data("plaintext".utf8)) == nil)
    #expect(file.range(of: Data("vitals".utf8)) != nil, "the file that was searched is the journal")
  }

  @Test func `a wrong storage key is refused at the door, with what to do`() throws {
    do { try JournalFixture.append(0..<2, to: "vitals", in: JournalFixture.open(path)) }
    var key = JournalFixture.storageKey
    key[31] ^= 1
    let error = #expect(throws: JournalError.self) {
      try LMDBJournal(directory: path, storageKey: key, compartment: "icu")
    }
    #expect(error?.code == .wrongKey)
    #expect(error?.description.hasPrefix("VGM-4003") == true)
    #expect(error?.remedy.contains("storage.key") == true)
    #expect(throws: JournalError(.wrongKey, at: .open)) {
      try JournalReader(directory: path, storageKey: key, compartment: "icu")
    }
    let journal = try JournalFixture.open(path)
    #expect(try JournalFixture.messages(of: "vitals", in: journal.reader).count == 2)
  }

  @Test func `case 65: the door takes one storage key, so nothing opens under two`() throws {
    do { try JournalFixture.append(0..<2, to: "vitals", in: JournalFixture.open(path)) }
    for place in 0..<32 {
      var key = JournalFixture.storageKey
      key[place] ^= 1 << UInt8(place % 8)
      #expect(throws: JournalError(.wrongKey, at: .open), "byte \(place)") {
        try JournalReader(directory: path, storageKey: key, compartment: "icu")
      }
    }
  }

  @Test(arguments: [0, 16, 31, 33]) func `a storage key of another length is refused`(
    count: Int
  ) throws {
    let key = [UInt8](repeating: 1, count: count)
    #expect(throws: JournalError(.wrongKey, at: .open)) {
      try LMDBJournal(directory: path, storageKey: key, compartment: "icu")
    }
  }

  @Test func `case 68: another compartment with the same key can't open the journal`() throws {
    do { try JournalFixture.append(0..<2, to: "vitals", in: JournalFixture.open(path)) }
    #expect(throws: JournalError(.wrongKey, at: .open)) {
      try LMDBJournal(
        directory: path, storageKey: JournalFixture.storageKey, compartment: "lab")
    }
  }

  @Test(arguments: [5, 20, 21, 84, 100])
  func `a flipped bit damages its record only, and the others are served`(position: Int) throws {
    do { try JournalFixture.append(0..<50, to: "vitals", in: JournalFixture.open(path)) }
    try changeRecords { file, places in
      for place in places[25] ?? [] { file[place + position] ^= 0x10 }
    }
    let journal = try JournalFixture.open(path)
    let messages = try JournalFixture.messages(of: "vitals", in: journal.reader)
    #expect(messages.count == 50)
    #expect(messages.indices.filter { messages[$0] == nil } == [25])
    let verification = try journal.reader.verify()
    #expect(verification.intact == 49)
    #expect(verification.damages == [.init(flow: "vitals", offset: 25)])
    #expect(try JournalFixture.append(50..<51, to: "vitals", in: journal) == [50])
  }

  @Test(arguments: [0, 1, 4])
  func `a record that claims another version or epoch is damaged`(position: Int) throws {
    do { try JournalFixture.append(0..<10, to: "vitals", in: JournalFixture.open(path)) }
    try changeRecords { file, places in
      for place in places[5] ?? [] { file[place + position] ^= 0x02 }
    }
    let records = try JournalFixture.records(of: "vitals", in: JournalFixture.open(path).reader)
    #expect(records.filter { $0 == .damaged(offset: $0.offset) } == [.damaged(offset: 5)])
  }

  @Test func `case 66: two records that changed places are both damaged`() throws {
    do { try JournalFixture.append(0..<10, to: "vitals", in: JournalFixture.open(path)) }
    let count = 64 + RecordCipher.overhead
    try changeRecords { file, places in
      let first = try #require(places[3]?.first)
      let second = try #require(places[7]?.first)
      let kept = Data(file[first..<(first + count)])
      for place in places[3] ?? [] {
        file.replaceSubrange(place..<(place + count), with: Data(file[second..<(second + count)]))
      }
      for place in places[7] ?? [] { file.replaceSubrange(place..<(place + count), with: kept) }
    }
    let verification = try JournalFixture.open(path).reader.verify()
    #expect(verification.damages.map(\.offset) == [3, 7])
    #expect(verification.intact == 8)
  }

  @Test func `case 64: a disk image put back never uses a key and a nonce twice`() throws {
    do { try JournalFixture.append(0..<1, to: "vitals", in: JournalFixture.open(path)) }
    let copy = directory["copy"]
    try FileManager.default.createDirectory(
      atPath: copy, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    try FileManager.default.copyItem(atPath: "\(path)/data.mdb", toPath: "\(copy)/data.mdb")
    do { try JournalFixture.append(1..<2, to: "vitals", in: JournalFixture.open(path)) }
    do { try JournalFixture.append(1..<2, to: "vitals", in: JournalFixture.open(copy)) }
    let one = try sealed(1, epoch: 2, at: path)
    let other = try sealed(1, epoch: 2, at: copy)
    #expect(one.count == other.count)
    #expect(one != other, "the same message at the same offset of the same epoch number")
  }

  @Test func `records of every epoch stay readable`() throws {
    for epoch in 0..<5 {
      let journal = try JournalFixture.open(path)
      try JournalFixture.append((epoch * 2)..<(epoch * 2 + 2), to: "vitals", in: journal)
    }
    let journal = try JournalFixture.open(path)
    #expect(try journal.reader.statistics().epochs == 6)
    let messages = try JournalFixture.messages(of: "vitals", in: journal.reader)
    #expect(messages == (0..<10).map { JournalFixture.message($0) })
  }

  @Test func `a file that is no journal is refused and left as it was`() throws {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    let text = Data(repeating: 0x41, count: 20_000)
    let isMade = FileManager.default.createFile(
      atPath: "\(path)/data.mdb", contents: text, attributes: [.posixPermissions: 0o600])
    try #require(isMade)
    #expect(throws: JournalError.self) { try JournalFixture.open(path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: "\(path)/data.mdb")) == text)
  }

  /// Where the records of flow 0 lie in the file, by offset: old copies of a page included.
  private func recordPlaces(_ file: Data, epoch: UInt32 = 1) -> [UInt64: [Int]] {
    var places: [UInt64: [Int]] = [:]
    for offset: UInt64 in 0..<100 {
      var pattern: [UInt8] = []
      pattern.append(bigEndian: offset)
      pattern.append(RecordCipher.version)
      pattern.append(bigEndian: epoch)
      var start = file.startIndex
      while let found = file.range(of: Data(pattern), in: start..<file.endIndex) {
        places[offset, default: []].append(found.lowerBound + RecordAddress.keyCount)
        start = found.upperBound
      }
    }
    return places
  }

  private func changeRecords(_ change: (inout Data, [UInt64: [Int]]) throws -> Void) throws {
    let url = URL(fileURLWithPath: "\(path)/data.mdb")
    var file = try Data(contentsOf: url)
    let places = recordPlaces(file)
    try #require(!places.isEmpty)
    try change(&file, places)
    // In place: the file keeps its mode.
    let handle = try FileHandle(forWritingTo: url)
    try handle.write(contentsOf: file)
    try handle.close()
  }

  /// The bytes of a sealed record in the file.
  private func sealed(_ offset: UInt64, epoch: UInt32, at path: String) throws -> Data {
    let file = try Data(contentsOf: URL(fileURLWithPath: "\(path)/data.mdb"))
    let place = try #require(recordPlaces(file, epoch: epoch)[offset]?.first)
    return file[place..<(place + 64 + RecordCipher.overhead)]
  }
}
