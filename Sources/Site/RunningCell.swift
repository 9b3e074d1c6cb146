package import Cryptography
import Foundation
import Glibc
import Policy
package import SignedPolicy

/// What a running cell decides by, as it says itself in its directory: for tools beside it that
/// wait until a document is in force.
package struct RunningCell: Hashable, Sendable {
  package let process: Int32
  /// The charter that rules there.
  package let charter: AcceptedVersion
  /// The policies that rule there, its own and its peers', by compartment.
  package let policies: [String: AcceptedVersion]
  /// Digests of the credentials that count there.
  package let credentials: Set<Digest>

  /// What a process has put in force.
  package init(process: Int32, _ set: VerifiedSet) {
    self.process = process
    charter = set.charter.accepted
    policies = Dictionary(
      uniqueKeysWithValues: ([set.own] + set.peers).map {
        ($0.document.compartment, $0.accepted)
      })
    credentials = Set(set.credentials.values.joined().map(\.digest))
  }

  /// What the cell of a directory says; nil if none is running there.
  ///
  /// That it runs is known by the lock that it holds: no file that a crash left speaks for it.
  package init?(_ cell: CellLayout) throws(SiteError) {
    guard RunningCellClaim.isHeld(cell) else { return nil }
    guard let bytes = try SiteFile.readIfPresent(cell.inForce, maximumBytes: 64 << 20),
      let form = try? JSONDecoder().decode(Form.self, from: Data(bytes)), let cell = form.cell
    else { return nil }
    self = cell
  }

  private init(
    process: Int32, charter: AcceptedVersion, policies: [String: AcceptedVersion],
    credentials: Set<Digest>
  ) {
    self.process = process
    self.charter = charter
    self.policies = policies
    self.credentials = credentials
  }

  fileprivate var json: String {
    func node(_ version: AcceptedVersion) -> SourceNode {
      .map([
        ("version", .number(Int64(clamping: version.version))),
        ("digest", .text(version.digest.description)),
      ])
    }
    let digests = credentials.map(\.description).sorted()
    let sorted = policies.sorted { $0.key < $1.key }
    return SourceNode.map([
      ("process", .number(Int64(process))),
      ("charter", node(charter)),
      ("policies", .map(sorted.map { ($0.key, node($0.value)) })),
      ("credentials", .list(digests.map { .text($0) })),
    ]).json
  }

  private struct Form: Decodable {
    struct Version: Decodable {
      let version: UInt64
      let digest: String

      var accepted: AcceptedVersion? {
        Hexadecimal.decode(digest).flatMap { Digest($0) }.map {
          AcceptedVersion(version: version, digest: $0)
        }
      }
    }

    let process: Int32
    let charter: Version
    let policies: [String: Version]
    let credentials: [String]

    var cell: RunningCell? {
      guard process > 1, let charter = charter.accepted else { return nil }
      return RunningCell(
        process: process, charter: charter, policies: policies.compactMapValues(\.accepted),
        credentials: Set(
          credentials.compactMap { text in Hexadecimal.decode(text).flatMap { Digest($0) } }))
    }
  }
}

/// The right of one process to say what the cell of a directory decides by, as long as it lives.
package final class RunningCellClaim: Sendable {
  private let cell: CellLayout
  private let file: Int32

  /// Takes the lock; refused while another process has it.
  package init(_ cell: CellLayout) throws(SiteError) {
    try SiteFile.makeDirectory(cell.state)
    let file = open(cell.running, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0, flock(file, LOCK_EX | LOCK_NB) == 0 else {
      if file >= 0 { close(file) }
      throw SiteError(
        .busy, cell.running, "another process runs this cell", remedy: "end it before this starts")
    }
    self.cell = cell
    self.file = file
  }

  deinit { close(file) }

  /// Says what is in force now.
  package func say(_ running: RunningCell) throws(SiteError) {
    try SiteFile.replace(cell.inForce, with: Array((running.json + "\n").utf8), mode: 0o600)
  }

  fileprivate static func isHeld(_ cell: CellLayout) -> Bool {
    let file = open(cell.running, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return false }
    defer { close(file) }
    return flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }
}
