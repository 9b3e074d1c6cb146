import Cryptography
import Glibc

/// Files and directories of a site. Secrets go through `SecretFile`; these are the others.
enum SiteFile {
  /// The bytes of a regular file of at most `maximumBytes`; nil if there is none.
  static func readIfPresent(
    _ path: String, maximumBytes: Int
  ) throws(SiteError) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw unreadable(path)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw SiteError(.unreadable, path, "it is not a regular file", remedy: "name a file")
    }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(file, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path) }
      if count == 0 { return bytes }
      bytes += piece[..<count]
      guard bytes.count <= maximumBytes else {
        throw SiteError(
          .tooLarge, path, "it is larger than \(maximumBytes) bytes",
          remedy: "check that it is the file that was meant")
      }
    }
  }

  /// The bytes of a file that must be there.
  static func read(
    _ path: String, maximumBytes: Int, remedy: String
  ) throws(SiteError) -> [UInt8] {
    guard let bytes = try readIfPresent(path, maximumBytes: maximumBytes) else {
      throw SiteError(.missing, path, "there is no such file", remedy: remedy)
    }
    return bytes
  }

  /// A file's text in UTF-8, without white space at its end.
  static func readText(_ path: String, remedy: String) throws(SiteError) -> String {
    let bytes = try read(path, maximumBytes: 1 << 20, remedy: remedy)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SiteError(.unreadable, path, "it is not UTF-8", remedy: remedy)
    }
    return String(text.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// Creates or replaces a file so that after a crash there is the old one or the new one, whole:
  /// written beside it, made durable, renamed, and the rename made durable.
  static func replace(
    _ path: String, with bytes: [UInt8], mode: mode_t = 0o644
  ) throws(SiteError) {
    // Two processes of one principal may write the same file; each has its own half-written one.
    let fresh = "\(path).\(Hexadecimal.encode(SecureRandom.bytes(8))).new"
    let file = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard file >= 0 else { throw notWritable(fresh) }
    let isWritten = writeAll(bytes, file) && fsync(file) == 0
    guard close(file) == 0, isWritten, rename(fresh, path) == 0 else {
      let error = notWritable(path)
      unlink(fresh)
      throw error
    }
    try makeDurable(directoryOf: path)
  }

  /// Removes a file, durably.
  static func remove(_ path: String) throws(SiteError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw notWritable(path) }
    try makeDurable(directoryOf: path)
  }

  /// Adds bytes at the end of a file that is there, durably.
  static func append(_ bytes: [UInt8], to path: String) throws(SiteError) {
    let file = open(path, O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { throw notWritable(path) }
    let isWritten = writeAll(bytes, file) && fsync(file) == 0
    guard close(file) == 0, isWritten else { throw notWritable(path) }
  }

  /// Creates a directory that only its owner enters, and those above it that are missing, and makes
  /// their names durable. One that is there stays as it is.
  static func makeDirectory(_ path: String) throws(SiteError) {
    if mkdir(path, 0o700) == 0 { return try makeDurable(directoryOf: path) }
    if errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw notWritable(path)
    }
    try makeDirectory(String(path[..<slash]))
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw notWritable(path) }
    try makeDurable(directoryOf: path)
  }

  /// Opens a directory that is ours and into which nobody else can put anything; the caller closes
  /// it.
  static func openOwnDirectory(_ path: String) throws(SiteError) -> Int32 {
    let file = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw unreadable(path) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o022 == 0 else {
      close(file)
      throw SiteError(
        .exposed, path, "others can write to it, or it belongs to another user",
        remedy: "chown it to the user that the program runs as, and chmod 700")
    }
    return file
  }

  /// The names in a directory, sorted; nil if there is no such directory.
  static func names(in path: String) throws(SiteError) -> [String]? {
    guard let directory = opendir(path) else {
      if errno == ENOENT { return nil }
      throw unreadable(path)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func writeAll(_ bytes: [UInt8], _ file: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        buffer.baseAddress.map { Glibc.write(file, $0 + written, bytes.count - written) } ?? 0
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }

  private static func makeDurable(directoryOf path: String) throws(SiteError) {
    let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let directory = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw notWritable(parent) }
    defer { close(directory) }
    guard fsync(directory) == 0 else { throw notWritable(parent) }
  }

  private static func unreadable(_ path: String) -> SiteError {
    SiteError(
      .unreadable, path, "it can't be read: \(String(cString: strerror(errno)))",
      remedy: "check its owner and permissions")
  }

  private static func notWritable(_ path: String) -> SiteError {
    SiteError(
      .notWritable, path, "it can't be written: \(String(cString: strerror(errno)))",
      remedy: "check the directory's owner, its permissions and the free space")
  }
}

/// Secrets as texts in files, read and written by `SecretFile` and wiped after use.
enum SecretText {
  /// A secret of one line.
  static func read(_ path: String, maximumBytes: Int = 4096) throws(SiteError) -> [UInt8] {
    do throws(SecretFileError) {
      return try SecretFile.read(path, maximumBytes: maximumBytes)
    } catch {
      throw SiteError(error)
    }
  }

  /// Creates the file, 0600, and wipes the bytes.
  static func write(_ bytes: consuming [UInt8], to path: String) throws(SiteError) {
    do throws(SecretFileError) {
      defer { bytes.cleanse() }
      try SecretFile.write(bytes, to: path)
    } catch {
      throw SiteError(error)
    }
  }
}
