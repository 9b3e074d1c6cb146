import Glibc

/// The mapping of the journal's file, given back to the system piece by piece.
///
/// Pages that were read through the map count as memory of the process until it lets go of them,
/// and a consumer that catches up would make the cell look as large as its journal. Letting go
/// costs nothing but a page fault for what is wanted again: the pages stay in the page cache.
struct MappedFile {
  /// Page faults after which the pages are given back. Each maps a page and those of its neighbours
  /// that the system has at hand, 64 KiB in all (fault_around_bytes): so 8 MiB are mapped at most,
  /// and what one operation touched.
  private static let faultsMax = 128
  /// RUSAGE_THREAD of getrusage(2), which Glibc's module does not show.
  private static let thread: __rusage_who_t = 1

  private let start: UnsafeMutableRawPointer
  private var faults = 0

  /// Finds the mapping in /proc/self/maps, the only place that tells. Without it (no /proc in a
  /// sandbox) nothing is given back, which is a matter of accounting and not of correctness.
  init?(descriptor: Int32) {
    guard let path = Self.path(of: descriptor), let maps = fopen("/proc/self/maps", "re") else {
      return nil
    }
    defer { fclose(maps) }
    var line = [CChar](repeating: 0, count: 4_352)
    while fgets(&line, Int32(line.count), maps) != nil {
      let text = line.prefix { $0 != 0 && $0 != 0x0a }.map(UInt8.init(bitPattern:))
      if let start = Self.start(of: String(decoding: text, as: UTF8.self), path) {
        self.start = start
        return
      }
    }
    return nil
  }

  /// The path as the kernel spells it, here and in the list of mappings.
  private static func path(of descriptor: Int32) -> String? {
    var buffer = [CChar](repeating: 0, count: 4_096)
    let count = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The start of the mapping that a line `start-end perms offset device inode path` tells of, when
  /// it is of this file from its beginning.
  private static func start(of line: String, _ path: String) -> UnsafeMutableRawPointer? {
    let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
    guard fields.count == 6, fields[5].drop(while: { $0 == " " }) == path,
      UInt64(fields[2], radix: 16) == 0,
      let address = fields[0].split(separator: "-").first.flatMap({ UInt($0, radix: 16) })
    else { return nil }
    return UnsafeMutableRawPointer(bitPattern: address)
  }

  /// Lets go of the file's pages when this thread has mapped enough of them. `used` is the length
  /// of the file in bytes.
  mutating func releaseIfDue(used: Int) {
    var usage = rusage()
    guard getrusage(Self.thread, &usage) == 0 else { return }
    let now = usage.ru_minflt + usage.ru_majflt
    guard now - faults > Self.faultsMax else { return }
    faults = now
    // On a shared file mapping this drops the page table entries and no data (madvise(2)).
    madvise(start, used, MADV_DONTNEED)
  }

  /// Puts zeros where the map has no file behind it any more; false when that fails.
  func fillWithZeros(from length: Int, to used: Int) -> Bool {
    let page = Int(getpagesize())
    // The rest of the last page is zero by itself (mmap(2)).
    let begin = (length + page - 1) / page * page
    guard begin < used else { return true }
    let flags = MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS
    return mmap(start + begin, used - begin, PROT_READ, flags, -1, 0) == start + begin
  }

  /// Whether bytes of the map can be read: a page that the disk does not give would end the process
  /// with SIGBUS when it is touched. The system tells instead of touching since Linux 5.14; an
  /// older one is believed.
  func canRead(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    let page = UInt(getpagesize())
    let address = UInt(bitPattern: base)
    let first = address / page * page
    let end = address + UInt(bytes.count)
    guard let begin = UnsafeMutableRawPointer(bitPattern: first) else { return true }
    return madvise(begin, Int(end - first), Self.populateRead) == 0 || errno == EINVAL
  }

  /// MADV_POPULATE_READ, which Glibc's module may not know yet.
  private static let populateRead: Int32 = 22
}
