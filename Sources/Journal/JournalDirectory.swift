import Glibc
import Synchronization

/// The directory of a journal: ours, closed to others, and held by one writer.
final class JournalDirectory {
  let path: String
  private let descriptor: Int32
  private var lock: Int32 = -1
  private let identity: Identity

  /// What tells two directories apart, whatever their paths say.
  private struct Identity: Hashable {
    let device: UInt
    let inode: UInt
  }

  /// The directories that this process has open. LMDB must not open one file twice in a process:
  /// closing either would drop the file locks of both.
  private static let opened = Mutex<Set<Identity>>([])

  private init(_ path: String, _ descriptor: Int32, _ identity: Identity) {
    self.path = path
    self.descriptor = descriptor
    self.identity = identity
  }

  deinit {
    _ = Self.opened.withLock { $0.remove(identity) }
    if lock >= 0 { Glibc.close(lock) }
    Glibc.close(descriptor)
  }

  /// Opens the directory for one writer, making it when it is missing.
  static func forWriting(_ path: String) throws(JournalError) -> JournalDirectory {
    let isNew = mkdir(path, 0o700) == 0
    guard isNew || errno == EEXIST else {
      throw JournalError(.directory, at: .directory, system: errno)
    }
    let directory = try open(path)
    if isNew { try directory.syncParent() }
    try directory.takeLock()
    try directory.drainCache()
    return directory
  }

  /// Opens the directory beside a writer, or without one.
  static func forReading(_ path: String) throws(JournalError) -> JournalDirectory {
    let directory = try open(path)
    var status = stat()
    if fstatat(directory.descriptor, "data.mdb", &status, AT_SYMLINK_NOFOLLOW) != 0 {
      throw JournalError(.missing, at: .directory, system: errno)
    }
    return directory
  }

  /// Makes the names of new files as durable as their contents.
  func sync() throws(JournalError) {
    if fsync(descriptor) != 0 { throw JournalError(.inputOutput, at: .directory, system: errno) }
  }

  /// Makes the directory's own name durable.
  private func syncParent() throws(JournalError) {
    let parent = openat(descriptor, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard parent >= 0 else { throw JournalError(.directory, at: .directory, system: errno) }
    defer { Glibc.close(parent) }
    if fsync(parent) != 0 { throw JournalError(.inputOutput, at: .directory, system: errno) }
  }

  /// Bytes that the file system has left for us.
  func freeBytes() throws(JournalError) -> UInt64 {
    var status = statvfs()
    if fstatvfs(descriptor, &status) != 0 {
      throw JournalError(.inputOutput, at: .admit, system: errno)
    }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize)
  }

  /// Bytes of the file of the journal.
  func dataFileBytes() throws(JournalError) -> UInt64 {
    var status = stat()
    if fstatat(descriptor, "data.mdb", &status, AT_SYMLINK_NOFOLLOW) != 0 {
      throw JournalError(.missing, at: .read, system: errno)
    }
    return UInt64(status.st_size)
  }

  private static func open(_ path: String) throws(JournalError) -> JournalDirectory {
    let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code: JournalError.Code = errno == ENOENT ? .missing : .directory
      throw JournalError(code, at: .directory, system: errno)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, isPrivate(status) else {
      Glibc.close(descriptor)
      throw JournalError(.directory, at: .directory, system: EACCES)
    }
    let identity = Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
    guard opened.withLock({ $0.insert(identity).inserted }) else {
      Glibc.close(descriptor)
      throw JournalError(.locked, at: .lock)
    }
    let directory = JournalDirectory(path, descriptor, identity)
    try directory.checkFile("data.mdb")
    try directory.checkFile("lock.mdb")
    return directory
  }

  /// A file that is there must be a plain file of ours that no other user can open.
  private func checkFile(_ name: String) throws(JournalError) {
    var status = stat()
    guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG, Self.isPrivate(status) else {
      throw JournalError(.directory, at: .directory, system: EACCES)
    }
  }

  private static func isPrivate(_ status: stat) -> Bool {
    status.st_uid == geteuid() && status.st_mode & 0o077 == 0
  }

  private func takeLock() throws(JournalError) {
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
    lock = openat(descriptor, "writer.lock", flags, 0o600)
    guard lock >= 0 else { throw JournalError(.directory, at: .lock, system: errno) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw JournalError(.locked, at: .lock, system: errno)
    }
  }

  /// Makes the first read after a start come from the disk. After a failed sync Linux keeps pages
  /// in memory that it marked clean and never wrote: they would be read back as if they were safe.
  private func drainCache() throws(JournalError) {
    let data = openat(descriptor, "data.mdb", O_RDWR | O_NOFOLLOW | O_CLOEXEC)
    guard data >= 0 else { return }
    defer { Glibc.close(data) }
    guard fdatasync(data) == 0 else {
      throw JournalError(.inputOutput, at: .open, system: errno)
    }
    _ = posix_fadvise(data, 0, 0, POSIX_FADV_DONTNEED)
  }
}
