import Cryptography
import Foundation
import Testing

@testable import Site

@Suite struct SealedExecutableTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "vgm-sealed-\(UUID().uuidString)").path

  private func inFolder(_ body: (String) throws -> Void) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body("\(folder)/program")
  }

  /// What is behind a descriptor.
  private func content(_ sealed: SealedExecutable) throws -> Data {
    try Data(contentsOf: URL(filePath: "/proc/self/fd/\(sealed.descriptor)"))
  }

  @Test func `case 26: what was hashed stays as it was, whatever is written to the file`() throws {
    try inFolder { path in
      try ReleaseFixture.write("first", path)
      let before = try Data(contentsOf: URL(filePath: path))
      let sealed = try SealedExecutable.copy(of: path)
      let file = try FileHandle(forUpdating: URL(filePath: path))
      try file.write(contentsOf: Data(repeating: 0x20, count: before.count))
      try file.close()
      #expect(try content(sealed) == before)
      #expect(sealed.digest == SHA256.hash(Array(before)))
    }
  }

  @Test func `nothing of it can be written, added, cut off or unsealed`() throws {
    try inFolder { path in
      try ReleaseFixture.write("first", path)
      let sealed = try SealedExecutable.copy(of: path)
      let writable = open("/proc/self/fd/\(sealed.descriptor)", O_RDWR)
      defer { if writable >= 0 { close(writable) } }
      for descriptor in [sealed.descriptor, writable] {
        #expect(pwrite(descriptor, "x", 1, 0) == -1)
        #expect(pwrite(descriptor, "x", 1, 1 << 16) == -1)
        #expect(ftruncate(descriptor, 0) == -1)
        #expect(fcntl(descriptor, 1033, 0) == -1)
      }
    }
  }

  @Test func `case 26: a symbolic link that is turned afterwards changes nothing`() throws {
    try inFolder { path in
      try ReleaseFixture.write("first", "\(path)-1")
      try ReleaseFixture.write("second", "\(path)-2")
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(path)-1")
      let sealed = try SealedExecutable.copy(of: path)
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "\(path)-2")
      #expect(try content(sealed) == Data(contentsOf: URL(filePath: "\(path)-1")))
      #expect(try SealedExecutable.copy(of: path).digest != sealed.digest)
    }
  }

  @Test func `adapters of one program share one copy`() throws {
    try inFolder { path in
      try ReleaseFixture.write("first", path)
      let sealed = try SealedExecutable.copy(of: path)
      #expect(try SealedExecutable.copy(of: path, sharing: [sealed]) === sealed)
      try ReleaseFixture.write("second", path)
      #expect(try SealedExecutable.copy(of: path, sharing: [sealed]) !== sealed)
    }
  }

  @Test func `what is no executable file is refused`() throws {
    try inFolder { path in
      #expect(code(path) == 2501)
      try Data("text".utf8).write(to: URL(filePath: path))
      #expect(code(path) == 2502)
      #expect(code(folder) == 2502)
      #expect(mkfifo("\(path)-pipe", 0o700) == 0)
      #expect(code("\(path)-pipe") == 2502)
    }
  }

  private func code(_ path: String) -> Int {
    do throws(SiteError) {
      _ = try SealedExecutable.copy(of: path)
      return 0
    } catch {
      return error.code
    }
  }
}
