import CLinux
package import Cryptography
import Glibc
import Policy

/// An executable in memory that nobody can change any more, and its digest.
///
/// A file can be changed between the moment it is hashed and the moment it is run. So it is copied
/// first into a memory file, that is sealed against writing, then hashed; and what was hashed is
/// what runs, by its descriptor, whatever becomes of the file.
package final class SealedExecutable: Sendable {
  /// SHA-256 of every byte of it.
  package let digest: Digest
  /// Readable and executable, and closed when the last reference to this goes.
  package let descriptor: Int32

  private init(_ descriptor: Int32, _ digest: Digest) {
    self.descriptor = descriptor
    self.digest = digest
  }

  deinit { close(descriptor) }

  /// The executable of a file as it is now; one of `known` if that is the same: adapters that one
  /// program runs share one copy. A symbolic link is followed once.
  package static func copy(
    of path: String, sharing known: [SealedExecutable] = []
  ) throws(SiteError) -> SealedExecutable {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      throw SiteError(
        errno == ENOENT ? .missing : .unreadable, path,
        "it can't be read: \(String(cString: strerror(errno)))", remedy: remedy)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_mode & 0o111 != 0
    else {
      throw SiteError(.unreadable, path, "it is not an executable file", remedy: remedy)
    }
    // What is read here decides nothing but whether a copy is needed.
    let digest = try digest(of: file, path)
    if let same = known.first(where: { $0.digest == digest }) { return same }
    return try sealed(file, path)
  }

  /// SHA-256 of the executable file as it is now, for who releases it.
  package static func digest(of path: String) throws(SiteError) -> Digest {
    try copy(of: path).digest
  }

  private static let remedy = "check the path and the file's permissions"

  private static func sealed(_ file: Int32, _ path: String) throws(SiteError) -> SealedExecutable {
    let memory = try memoryFile(path)
    do throws(SiteError) {
      try read(file, path) { bytes in write(bytes, to: memory) }
      guard fcntl(memory, seal, seals) == 0 else { throw notSealed(path) }
      return SealedExecutable(memory, try digest(of: memory, path))
    } catch {
      close(memory)
      throw error
    }
  }

  private static let seal = Int32(CLINUX_F_ADD_SEALS)
  /// No byte changes, none is added or taken away, and no seal is broken.
  private static let seals = Int32(CLINUX_F_SEALS_ALL)

  private static func memoryFile(_ path: String) throws(SiteError) -> Int32 {
    let flags = UInt32(CLINUX_MFD_CLOEXEC | CLINUX_MFD_ALLOW_SEALING)
    // Kernels that know `MFD_EXEC` may be set up to refuse execution without it.
    var memory = memfd_create("adapter", flags | UInt32(CLINUX_MFD_EXEC))
    if memory < 0, errno == EINVAL { memory = memfd_create("adapter", flags) }
    guard memory >= 0 else { throw notSealed(path) }
    return memory
  }

  private static func digest(of file: Int32, _ path: String) throws(SiteError) -> Digest {
    var hasher = SHA256Hasher()
    try read(file, path) { bytes in
      hasher.update(bytes)
      return true
    }
    return hasher.finalize()
  }

  /// Hands out the file from its beginning, piece by piece.
  private static func read(
    _ file: Int32, _ path: String, _ take: (UnsafeRawBufferPointer) -> Bool
  ) throws(SiteError) {
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    var offset = 0
    while true {
      let count = pread(file, &piece, piece.count, off_t(offset))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw SiteError(.unreadable, path, "it can't be read to its end", remedy: remedy)
      }
      if count == 0 { return }
      offset += count
      guard offset <= PolicyLimit.executableBytesMax else {
        throw SiteError(
          .tooLarge, path, "it is larger than \(PolicyLimit.executableBytesMax) bytes",
          remedy: "check that it is the executable that was meant")
      }
      let isTaken = piece.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      guard isTaken else { throw notSealed(path) }
    }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Bool {
    var written = 0
    while written < bytes.count, let start = bytes.baseAddress {
      let count = Glibc.write(file, start + written, bytes.count - written)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }

  private static func notSealed(_ path: String) -> SiteError {
    SiteError(
      .notSealed, path,
      "it can't be copied into sealed memory: \(String(cString: strerror(errno)))",
      remedy: "check the free memory, and that vm.memfd_noexec is not 2")
  }
}
