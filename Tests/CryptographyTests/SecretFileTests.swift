import Cryptography
import Foundation
import Testing

@Suite struct SecretFileTests {
  /// A directory that is removed when the test ends.
  final class Scratch {
    let path = NSTemporaryDirectory() + "secret-\(UUID().uuidString)"
    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    func file(_ name: String) -> String { path + "/" + name }
  }

  private func reason(_ path: String, maximumBytes: Int = 64) -> SecretFileError.Reason? {
    do throws(SecretFileError) {
      _ = try SecretFile.read(path, maximumBytes: maximumBytes)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test func `a secret that was written is read, and only its owner may`() throws {
    let scratch = try Scratch()
    let path = scratch.file("key")
    try SecretFile.write([1, 2, 3], to: path)
    #expect(try SecretFile.read(path, maximumBytes: 3) == [1, 2, 3])
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func `an empty secret is read as empty`() throws {
    let scratch = try Scratch()
    try SecretFile.write([], to: scratch.file("key"))
    #expect(try SecretFile.read(scratch.file("key"), maximumBytes: 0) == [])
  }

  @Test(arguments: [0o644, 0o640, 0o604, 0o620, 0o610, 0o601, 0o660, 0o666])
  func `a secret that others may touch is refused`(mode: Int) throws {
    let scratch = try Scratch()
    try SecretFile.write([1], to: scratch.file("key"))
    #expect(chmod(scratch.file("key"), mode_t(mode)) == 0)
    #expect(reason(scratch.file("key")) == .exposed(mode: UInt32(mode)))
  }

  @Test(arguments: [0o600, 0o400, 0o700])
  func `a secret that only the owner may touch is accepted`(mode: Int) throws {
    let scratch = try Scratch()
    try SecretFile.write([1], to: scratch.file("key"))
    #expect(chmod(scratch.file("key"), mode_t(mode)) == 0)
    #expect(reason(scratch.file("key")) == nil)
  }

  @Test func `a symbolic link is refused, even to a good secret`() throws {
    let scratch = try Scratch()
    try SecretFile.write([1], to: scratch.file("key"))
    #expect(symlink(scratch.file("key"), scratch.file("link")) == 0)
    #expect(reason(scratch.file("link")) == .symbolicLink)
  }

  @Test func `a directory and a pipe are refused, and the pipe is not waited for`() throws {
    let scratch = try Scratch()
    #expect(mkdir(scratch.file("directory"), 0o700) == 0)
    #expect(mkfifo(scratch.file("pipe"), 0o600) == 0)
    #expect(reason(scratch.file("directory")) == .notRegularFile)
    #expect(reason(scratch.file("pipe")) == .notRegularFile)
  }

  @Test(.enabled(if: geteuid() == 0, "skipped: only root may give files away"))
  func `another user's secret is refused`() throws {
    let scratch = try Scratch()
    try SecretFile.write([1], to: scratch.file("key"))
    #expect(chown(scratch.file("key"), 65534, 65534) == 0)
    #expect(reason(scratch.file("key")) == .foreignOwner)
  }

  @Test func `a secret larger than asked for is refused`() throws {
    let scratch = try Scratch()
    try SecretFile.write([1, 2, 3, 4], to: scratch.file("key"))
    #expect(reason(scratch.file("key"), maximumBytes: 3) == .tooLarge(maximumBytes: 3))
    #expect(reason(scratch.file("key"), maximumBytes: 4) == nil)
  }

  @Test func `a device that never ends is refused`() {
    #expect(reason("/dev/zero") == .notRegularFile)
  }

  @Test func `a missing secret is said to be missing`() throws {
    let scratch = try Scratch()
    #expect(reason(scratch.file("none")) == .missing)
    #expect(reason(scratch.file("none/key")) == .missing)
  }

  @Test func `a secret is never overwritten`() throws {
    let scratch = try Scratch()
    let path = scratch.file("key")
    try SecretFile.write([1], to: path)
    #expect(throws: SecretFileError.self) { try SecretFile.write([2], to: path) }
    #expect(try SecretFile.read(path, maximumBytes: 8) == [1])
  }

  @Test func `a secret is not written through a symbolic link`() throws {
    let scratch = try Scratch()
    #expect(symlink(scratch.file("target"), scratch.file("link")) == 0)
    #expect(throws: SecretFileError.self) { try SecretFile.write([2], to: scratch.file("link")) }
    #expect(!FileManager.default.fileExists(atPath: scratch.file("target")))
  }

  @Test func `an error names the file and the remedy, and nothing of the content`() throws {
    let scratch = try Scratch()
    let path = scratch.file("key")
    try SecretFile.write(Array("hunter2".utf8), to: path)
    #expect(chmod(path, 0o644) == 0)
    let error = #expect(throws: SecretFileError.self) {
      try SecretFile.read(path, maximumBytes: 64)
    }
    let text = try #require(error).description
    #expect(text.hasPrefix("VGM-2415 \(path): "))
    #expect(text.contains("chmod 600"))
    #expect(!text.contains("hunter2"))
  }
}
