import Glibc

/// Files that hold keys: nobody but their owner may read them, and the program refuses to start on
/// others.
package enum SecretFile {
  /// O_TMPFILE of open(2), which Glibc's module leaves out.
  private static let nameless = 0o2000_0000 | O_DIRECTORY

  /// The bytes of a file that is regular, owned by the effective user, closed to group and others,
  /// not reached through a symbolic link in its last component, and not larger than `maximumBytes`.
  ///
  /// Everything is checked on the opened file, so it can't be exchanged between check and use.
  package static func read(
    _ path: String, maximumBytes: Int
  ) throws(SecretFileError) -> [UInt8] {
    // O_NONBLOCK: opening a named pipe must not wait for somebody to write.
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw SecretFileError(path, errno: errno) }
    defer { close(file) }
    try checkStatus(of: file, path, maximumBytes: maximumBytes)
    return try readAll(file, path, maximumBytes: maximumBytes)
  }

  /// Creates a file with mode 0600 and these bytes, and makes it and its name durable. Never
  /// overwrites; removes the file when it could not be written in full.
  package static func write(_ bytes: [UInt8], to path: String) throws(SecretFileError) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw SecretFileError(path, errno: errno) }
    defer { close(file) }
    do throws(SecretFileError) {
      try writeAll(bytes, file, path)
      guard fsync(file) == 0 else { throw SecretFileError(path, errno: errno) }
      try syncDirectory(of: path)
    } catch {
      unlink(path)
      throw error
    }
  }

  /// Replaces a file by one with mode 0600 and these bytes that has no name until it is complete
  /// and durable, and then this one only.
  ///
  /// No rename can do that: the old file steps aside to `aside` first and is removed at the end. A
  /// crash in between leaves it there.
  static func replaceUnseen(
    _ path: String, with bytes: [UInt8], settingAside aside: String
  ) throws(SecretFileError) {
    let file = open(directory(of: path), O_WRONLY | nameless | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw SecretFileError(path, errno: errno) }
    defer { close(file) }
    try writeAll(bytes, file, path)
    guard fsync(file) == 0 else { throw SecretFileError(path, errno: errno) }
    guard link(path, aside) == 0 else { throw SecretFileError(aside, errno: errno) }
    try syncDirectory(of: path)
    guard unlink(path) == 0 else {
      let error = SecretFileError(path, errno: errno)
      unlink(aside)
      throw error
    }
    guard linkat(AT_FDCWD, "/proc/self/fd/\(file)", AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 else {
      let error = SecretFileError(path, errno: errno)
      rename(aside, path)
      throw error
    }
    try syncDirectory(of: path)
    unlink(aside)
    try syncDirectory(of: path)
  }

  private static func checkStatus(
    of file: Int32, _ path: String, maximumBytes: Int
  ) throws(SecretFileError) {
    var status = stat()
    guard fstat(file, &status) == 0 else { throw SecretFileError(path, errno: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw SecretFileError(path, .notRegularFile)
    }
    guard status.st_uid == geteuid() else { throw SecretFileError(path, .foreignOwner) }
    guard status.st_mode & 0o077 == 0 else {
      throw SecretFileError(path, .exposed(mode: status.st_mode & 0o7777))
    }
    guard status.st_size <= maximumBytes else {
      throw SecretFileError(path, .tooLarge(maximumBytes: maximumBytes))
    }
  }

  private static func readAll(
    _ file: Int32, _ path: String, maximumBytes: Int
  ) throws(SecretFileError) -> [UInt8] {
    // One byte more than allowed, to notice a file that grew since its size was looked at.
    var buffer = [UInt8](repeating: 0, count: maximumBytes + 1)
    defer { buffer.cleanse() }
    var filled = 0
    while filled < buffer.count {
      let room = buffer.count - filled
      let count = buffer.withUnsafeMutableBytes { bytes in
        bytes.baseAddress.map { Glibc.read(file, $0 + filled, room) } ?? 0
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw SecretFileError(path, errno: errno) }
      if count == 0 { break }
      filled += count
    }
    guard filled <= maximumBytes else {
      throw SecretFileError(path, .tooLarge(maximumBytes: maximumBytes))
    }
    return Array(buffer[..<filled])
  }

  private static func writeAll(
    _ bytes: [UInt8], _ file: Int32, _ path: String
  ) throws(SecretFileError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        buffer.baseAddress.map { Glibc.write(file, $0 + written, bytes.count - written) } ?? 0
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw SecretFileError(path, errno: errno) }
      written += count
    }
  }

  private static func directory(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "."
  }

  /// Makes the names in a file's directory durable.
  static func syncDirectory(of path: String) throws(SecretFileError) {
    let directory = open(directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw SecretFileError(path, errno: errno) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw SecretFileError(path, errno: errno) }
  }
}
