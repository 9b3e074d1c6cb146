/// What an officer has replayed from the quarantine of a compartment, so that replaying all once
/// more doubles nothing. The link's own memory of what is durable ends with its process, and
/// putting a fix in is mostly a restart.
///
/// A file of one key a line. A key is in it when the link has answered: a crash in between costs
/// that one message a second replay, which is known as a repetition while the link's process lives.
package struct ReplayedMessages: Sendable {
  private let path: String
  private var keys: [String]
  private var known: Set<String>
  /// Whether the file ends in a line that was never wholly written: what came behind it would be
  /// one with it.
  private var isTorn: Bool

  /// Reads the file; nothing was replayed where there is none.
  package init(at path: String) throws(SiteError) {
    self.path = path
    let bytes = try SiteFile.readIfPresent(path, maximumBytes: 64 << 20) ?? []
    isTorn = bytes.last != UInt8(ascii: "\n")
    let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { bytes[...$0] } ?? []
    keys = []
    for line in whole.split(separator: UInt8(ascii: "\n")) {
      guard Self.isKey(line) else {
        throw SiteError(
          .unreadable, path, "it has a line that is no digest",
          remedy: "put it back from a copy; without it everything in quarantine can be replayed")
      }
      keys.append(String(decoding: line, as: UTF8.self))
    }
    known = Set(keys)
  }

  /// Whether this was replayed.
  package func contains(_ key: String) -> Bool { known.contains(key) }

  /// Notes that something was replayed, durably.
  package mutating func add(_ key: String) throws(SiteError) {
    precondition(Self.isKey(Array(key.utf8)[...]), "a digest, or a digest and a record")
    guard known.insert(key).inserted else { return }
    keys.append(key)
    if isTorn {
      try write()
    } else {
      try SiteFile.append(Array("\(key)\n".utf8), to: path)
    }
  }

  /// Forgets what quarantine does not hold any more.
  package mutating func keep(_ held: Set<String>) throws(SiteError) {
    let rest = keys.filter(held.contains)
    guard rest.count < keys.count else { return }
    keys = rest
    known = Set(rest)
    try write()
  }

  private mutating func write() throws(SiteError) {
    try SiteFile.replace(path, with: keys.flatMap { Array("\($0)\n".utf8) }, mode: 0o600)
    isTorn = false
  }

  /// A SHA-256 in hexadecimal, with `@` and the record where the bytes alone don't tell.
  private static func isKey(_ line: ArraySlice<UInt8>) -> Bool {
    let digest = line.prefix(64)
    let rest = line.dropFirst(64)
    return digest.count == 64
      && digest.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
      && (rest.isEmpty || rest.first == UInt8(ascii: "@"))
  }
}
