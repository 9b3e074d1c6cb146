import Foundation
import Testing

@testable import Journal

struct JournalDirectoryTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory["journal"]
  }

  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test func `the journal makes a directory and files that only its user can open`() throws {
    let journal = try JournalFixture.open(path)
    try JournalFixture.append(0..<1, to: "vitals", in: journal)
    #expect(try mode(path) == 0o700)
    for file in ["data.mdb", "lock.mdb", "writer.lock"] {
      #expect(try mode("\(path)/\(file)") == 0o600)
    }
  }

  @Test(arguments: [0o755, 0o750, 0o701, 0o720])
  func `a directory that others can enter is refused, with what to do`(mode: Int) throws {
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: mode])
    let error = #expect(throws: JournalError.self) { try JournalFixture.open(path) }
    #expect(error?.code == .directory)
    #expect(error?.remedy.contains("chmod 700") == true)
  }

  @Test func `a data file that others can read is refused`() throws {
    do { try JournalFixture.append(0..<1, to: "vitals", in: JournalFixture.open(path)) }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: "\(path)/data.mdb")
    let error = #expect(throws: JournalError.self) { try JournalFixture.open(path) }
    #expect(error?.code == .directory)
  }

  @Test func `a symbolic link in place of the directory is refused`() throws {
    let real = directory["real"]
    do { try JournalFixture.append(0..<1, to: "vitals", in: JournalFixture.open(real)) }
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: real)
    let error = #expect(throws: JournalError.self) { try JournalFixture.open(path) }
    #expect(error?.code == .directory)
  }

  @Test func `a symbolic link in place of the data file is refused`() throws {
    let real = directory["real"]
    do { try JournalFixture.append(0..<1, to: "vitals", in: JournalFixture.open(real)) }
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/data.mdb", withDestinationPath: "\(real)/data.mdb")
    let error = #expect(throws: JournalError.self) { try JournalFixture.open(path) }
    #expect(error?.code == .directory)
  }

  @Test func `a directory whose parent is missing is refused`() throws {
    let error = #expect(throws: JournalError.self) {
      try JournalFixture.open(directory["no/journal"])
    }
    #expect(error?.code == .directory)
  }

  @Test func `a second opening in the same process is refused, whatever the path says`() throws {
    let journal = try JournalFixture.open(path)
    #expect(throws: JournalError(.locked, at: .lock)) { try JournalFixture.open(path) }
    #expect(throws: JournalError(.locked, at: .lock)) {
      try JournalFixture.open(directory["./journal/../journal"])
    }
    #expect(throws: JournalError(.locked, at: .lock)) { try JournalFixture.reader(path) }
    #expect(try JournalFixture.append(0..<1, to: "vitals", in: journal) == [0])
  }

  @Test func `a second process cannot write`() async throws {
    let journal = try JournalFixture.open(path)
    await #expect(processExitsWith: .success) { [path = path as String] in
      let error = #expect(throws: JournalError.self) { try JournalFixture.open(path) }
      #expect(error?.code == .locked)
    }
    #expect(try JournalFixture.append(0..<1, to: "vitals", in: journal) == [0])
  }

  @Test func `the lock goes with the writer`() throws {
    do { _ = try JournalFixture.open(path) }
    #expect(throws: Never.self) { try JournalFixture.open(path) }
  }

  @Test func `another process reads and verifies while this one writes`() async throws {
    let journal = try JournalFixture.open(path)
    try JournalFixture.append(0..<100, to: "vitals", in: journal)
    await #expect(processExitsWith: .success) { [path = path as String] in
      let reader = try JournalFixture.reader(path)
      #expect(try reader.statistics().records == 100)
      #expect(try reader.verify().intact == 100)
    }
    #expect(try JournalFixture.append(100..<200, to: "vitals", in: journal).last == 199)
  }

  @Test func `a reader of a later epoch than its opening decrypts it too`() throws {
    do { try JournalFixture.append(0..<3, to: "vitals", in: JournalFixture.open(path)) }
    do { try JournalFixture.append(3..<6, to: "vitals", in: JournalFixture.open(path)) }
    #expect(try JournalFixture.reader(path).verify().intact == 6)
  }

  @Test func `a reader of a journal that is not there is told so, and nothing is made`() throws {
    #expect(throws: JournalError.self) { try JournalFixture.reader(path) }
    #expect(!FileManager.default.fileExists(atPath: path))
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    let error = #expect(throws: JournalError.self) { try JournalFixture.reader(path) }
    #expect(error?.code == .missing)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
  }

  @Test func `codes are never given twice and are of this module`() {
    let codes = JournalError.Code.allCases.map(\.rawValue)
    #expect(Set(codes).count == codes.count)
    #expect(codes.allSatisfy { (4_000..<5_000).contains($0) })
  }
}
