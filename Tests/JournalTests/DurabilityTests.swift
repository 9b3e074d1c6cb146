import CLMDB
import Foundation
import Testing

@testable import Journal

/// RUSAGE_THREAD of getrusage(2), which Glibc's module does not show.
private let rusageThread: __rusage_who_t = 1

/// Trap 10: nothing is acknowledged before its commit is durable.
struct DurabilityTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory["journal"]
  }

  @Test func `trap 10: what was acknowledged is there after the process was killed`() async throws {
    let acknowledged = directory["acknowledged"]
    await #expect(processExitsWith: .signal(SIGALRM)) {
      [path = path as String, acknowledged = acknowledged as String] in
      let journal = try JournalFixture.open(path)
      let log = open(acknowledged, O_WRONLY | O_CREAT | O_APPEND, 0o600)
      // The alarm ends the process wherever it happens to be, most likely inside a commit.
      var timer = itimerval()
      timer.it_value.tv_usec = 60_000
      setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
      var number = 0
      while true {
        let offsets = try JournalFixture.append(number..<(number + 20), to: "vitals", in: journal)
        number += offsets.count
        let line = Array("\(number)\n".utf8)
        _ = write(log, line, line.count)
      }
    }
    let log = try String(contentsOfFile: acknowledged, encoding: .utf8)
    let promised = try #require(log.split(separator: "\n").last.flatMap { Int($0) })
    let messages = try JournalFixture.messages(of: "vitals", in: JournalFixture.open(path).reader)
    #expect(messages.count >= promised)
    #expect(messages == (0..<messages.count).map { JournalFixture.message($0) })
    #expect(messages.count.isMultiple(of: 20))
  }

  @Test func `trap 10: killed inside a commit, nothing of that batch is left`() async throws {
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      var commits = 0
      var options = JournalOptions()
      options.commitFault = {
        commits += 1
        return commits < 3 ? 0 : raise(SIGKILL)
      }
      let journal = try JournalFixture.open(path, options: options)
      for number in 0..<5 {
        try JournalFixture.append(number..<(number + 1), to: "vitals", in: journal)
      }
    }
    let messages = try JournalFixture.messages(of: "vitals", in: JournalFixture.open(path).reader)
    #expect(messages == [JournalFixture.message(0), JournalFixture.message(1)])
  }

  @Test func `trap 10: a copy of the file after a commit holds all that was acknowledged`() throws {
    let journal = try JournalFixture.open(path)
    for round in 1...4 {
      try JournalFixture.append((round * 10 - 10)..<(round * 10), to: "vitals", in: journal)
      let copy = directory["copy-\(round)"]
      try copyJournal(to: copy)
      let messages = try JournalFixture.messages(of: "vitals", in: JournalFixture.open(copy).reader)
      #expect(messages == (0..<(round * 10)).map { JournalFixture.message($0) })
    }
  }

  @Test func `trap 10: LMDB is told to sync every commit, data and meta page`() throws {
    let flags = try JournalFixture.open(path).reader.environment.flags()
    let unsafe = MDB_NOSYNC | MDB_NOMETASYNC | MDB_MAPASYNC | MDB_WRITEMAP | MDB_NOLOCK
    #expect(flags & UInt32(unsafe) == 0)
  }

  @Test(arguments: [
    (EIO, JournalError.Code.inputOutput), (ENOSPC, .full), (EDQUOT, .full), (MDB_MAP_FULL, .full),
    (MDB_PANIC, .inputOutput), (MDB_CORRUPTED, .structure),
  ])
  func `a failed commit acknowledges nothing and ends all writing`(
    system: Int32, code: JournalError.Code
  ) throws {
    var fault: Int32 = 0
    var options = JournalOptions()
    options.commitFault = { fault }
    let journal = try JournalFixture.open(path, options: options)
    try JournalFixture.append(0..<5, to: "vitals", in: journal)
    fault = system
    #expect(throws: JournalError(code, at: .commit, system: system)) {
      try JournalFixture.append(5..<9, to: "vitals", in: journal)
    }
    fault = 0
    #expect(throws: JournalError(.poisoned, at: .commit)) {
      try JournalFixture.append(5..<9, to: "vitals", in: journal)
    }
    #expect(throws: JournalError(.poisoned, at: .commit)) { try journal.commit(JournalBatch()) }
    #expect(JournalError(code, at: .commit).isFatal)
    // What is durable can still be delivered.
    #expect(try JournalFixture.messages(of: "vitals", in: journal.reader).count == 5)
    #expect(try journal.extent(of: journal.flow(named: "vitals")).next == 5)
  }

  @Test func `after a failed commit a new start goes on at the first free offset`() throws {
    do {
      var fault: Int32 = 0
      var options = JournalOptions()
      options.commitFault = { fault }
      let journal = try JournalFixture.open(path, options: options)
      try JournalFixture.append(0..<5, to: "vitals", in: journal)
      fault = EIO
      _ = try? JournalFixture.append(100..<105, to: "vitals", in: journal)
    }
    let journal = try JournalFixture.open(path)
    #expect(try JournalFixture.append(5..<6, to: "vitals", in: journal) == [5])
    let messages = try JournalFixture.messages(of: "vitals", in: journal.reader)
    #expect(messages == (0..<6).map { JournalFixture.message($0) })
  }

  @Test func `a write that the system refuses ends all writing and damages nothing`() async throws {
    await #expect(processExitsWith: .success) { [path = path as String] in
      let journal = try JournalFixture.open(path)
      try JournalFixture.append(0..<100, to: "vitals", in: journal)
      // From here on the file may not grow: the disk is full for all that LMDB can tell.
      signal(SIGXFSZ, SIG_IGN)
      let size = try journal.reader.statistics().fileBytes
      var limit = rlimit(rlim_cur: rlim_t(size), rlim_max: rlim_t(size))
      setrlimit(__rlimit_resource_t(1), &limit)  // RLIMIT_FSIZE
      let error = #expect(throws: JournalError.self) {
        try JournalFixture.append(100..<20_000, to: "vitals", in: journal)
      }
      #expect(error?.code == .full || error?.code == .inputOutput)
      #expect(throws: JournalError(.poisoned, at: .commit)) {
        try JournalFixture.append(100..<101, to: "vitals", in: journal)
      }
    }
    let messages = try JournalFixture.messages(of: "vitals", in: JournalFixture.open(path).reader)
    #expect(messages == (0..<100).map { JournalFixture.message($0) })
  }

  @Test func `a full journal refuses messages, still moves cursors, and opens again`() throws {
    var options = JournalOptions()
    options.maximumBytes = 2 << 20
    var stored = 0
    do {
      let journal = try JournalFixture.open(path, options: options)
      let error = #expect(throws: JournalError.self) {
        while true {
          let offsets = try JournalFixture.append(
            stored..<(stored + 50), to: "vitals", in: journal, count: 1_000)
          stored += offsets.count
        }
      }
      #expect(error == JournalError(.quota, at: .admit))
      #expect(error?.isFatal == false)
      #expect(stored >= 500)
      var batch = JournalBatch()
      let flow = try journal.flow(named: "vitals")
      let name = try journal.intern("dashboard")
      for next: UInt64 in 0..<200 {
        batch.cursors = [JournalCursor(kind: .consumer, name: name, flow: flow, next: next)]
        _ = try journal.commit(batch)
      }
      #expect(try journal.cursor(.consumer, name, flow) == 199)
    }
    options.maximumBytes = 4 << 20
    let journal = try JournalFixture.open(path, options: options)
    let offsets = try JournalFixture.append(
      stored..<(stored + 1), to: "vitals", in: journal, count: 1_000)
    #expect(offsets == [UInt64(stored)])
    #expect(try journal.reader.verify().intact == UInt64(stored + 1))
  }

  @Test func `a nearly full file system refuses messages and still moves cursors`() throws {
    var options = JournalOptions()
    options.freeBytesMin = 1 << 60
    let journal = try JournalFixture.open(path, options: options)
    #expect(throws: JournalError(.diskReserve, at: .admit)) {
      try JournalFixture.append(0..<1, to: "vitals", in: journal)
    }
    var batch = JournalBatch()
    batch.cursors = [
      JournalCursor(
        kind: .consumer, name: try journal.intern("dashboard"),
        flow: try journal.flow(named: "vitals"), next: 0)
    ]
    #expect(throws: Never.self) { try journal.commit(batch) }
  }

  @Test func `a start costs no page of the records`() async throws {
    do {
      let journal = try JournalFixture.open(path)
      for batch in 0..<100 {
        try JournalFixture.append(
          (batch * 1_000)..<(batch * 1_000 + 1_000), to: "vitals", in: journal, count: 256)
      }
      #expect(try journal.reader.statistics().treePages > 7_000)
    }
    await #expect(processExitsWith: .success) { [path = path as String] in
      // The first opening brings in the code; the second is counted.
      _ = try JournalFixture.open(path).flows
      var before = rusage()
      var after = rusage()
      getrusage(rusageThread, &before)
      let journal = try JournalFixture.open(path)
      getrusage(rusageThread, &after)
      #expect(journal.flows.map(\.extent.next) == [100_000])
      let faults = after.ru_minflt + after.ru_majflt - before.ru_minflt - before.ru_majflt
      #expect(faults < 100, "reading all records would take more than 450, 16 pages at a time")
    }
  }

  @Test func `a consumer that catches up does not make the process grow`() async throws {
    await #expect(processExitsWith: .success) { [path = path as String] in
      let journal = try JournalFixture.open(path)
      for batch in 0..<100 {
        try JournalFixture.append(
          (batch * 1_000)..<(batch * 1_000 + 1_000), to: "waveforms", in: journal, count: 1_000)
      }
      let flow = try journal.flow(named: "waveforms")
      var place: UInt64 = 0
      var greatest = 0
      while place < 100_000 {
        let bounds = ReadBounds(bytesMax: 256 << 10, countMax: 256)
        place = try journal.read(flow, from: place, bounds) { _ in }
        greatest = max(greatest, try Self.residentFileKilobytes())
      }
      #expect(try journal.reader.statistics().usedBytes > 100 << 20)
      #expect(greatest < 100_000, "the file is larger than all that may be mapped of all files")
    }
  }

  /// Memory of the process that belongs to mapped files, programs and libraries included.
  private static func residentFileKilobytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssFile:") })
    return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) })
  }

  private func copyJournal(to copy: String) throws {
    let files = FileManager.default
    try files.createDirectory(
      atPath: copy, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    try files.copyItem(atPath: "\(path)/data.mdb", toPath: "\(copy)/data.mdb")
  }
}
