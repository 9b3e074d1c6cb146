import Cryptography
import Glibc
import Policy

/// Where officers' steps of a break-glass wait for their cell: files in a directory of its own,
/// which need no network.
///
/// A step is `DIGEST.step`, DIGEST being the SHA-256 of the file in hexadecimal. The cell takes it
/// away when it is answered, and leaves `DIGEST.refused` with the code if it was refused. Nothing
/// in there is trusted for lying there.
package struct StepDrop: Sendable {
  /// Steps that are looked at in one look; the others wait for the next.
  package static let stepsMax = 64
  /// Refusals that are kept for whoever asks.
  private static let refusedMax = 64

  private let directory: String

  package init(of cell: CellLayout) { directory = cell.breakGlass }

  /// A step that waits.
  package struct Waiting: Hashable, Sendable {
    /// The digest of its file.
    package let name: String
    /// Nil for what is too large, or no regular file.
    package let bytes: [UInt8]?
  }

  /// What became of a step.
  package enum Answer: Hashable, Sendable {
    case waiting
    case taken
    case refused(Int)
  }

  /// Puts a step where the cell finds it; its name.
  package func put(_ step: [UInt8]) throws(SiteError) -> String {
    try SiteFile.makeDirectory(directory)
    close(try SiteFile.openOwnDirectory(directory))
    let name = SHA256.hash(step).description
    unlink(refusal(name))
    try SiteFile.replace(path(name), with: step, mode: 0o600)
    return name
  }

  /// The steps that wait and are not among those under way; none where there is no directory. A
  /// directory into which others can write is refused.
  package func waiting(besides underWay: Set<String>) throws(SiteError) -> [Waiting] {
    guard let names = try SiteFile.names(in: directory) else { return [] }
    let steps = names.filter { $0.hasSuffix(".step") }.map { String($0.dropLast(5)) }
      .filter { Self.isName($0) && !underWay.contains($0) }.prefix(Self.stepsMax)
    guard !steps.isEmpty else { return [] }
    close(try SiteFile.openOwnDirectory(directory))
    return steps.map { Waiting(name: $0, bytes: bytes($0)) }
  }

  /// Takes an answered step away, and leaves the code of a refusal; false when the file stays.
  package func settle(_ name: String, code: Int?) -> Bool {
    if let code, ((try? SiteFile.names(in: directory)) ?? nil)?.count ?? 0 < 2 * Self.refusedMax {
      // Nobody acts on it but the one who waits for it: it need not be there.
      try? SiteFile.replace(refusal(name), with: Array("\(code)\n".utf8), mode: 0o600)
    }
    return unlink(path(name)) == 0 || errno == ENOENT
  }

  /// What has become of a step by now.
  package func answer(to name: String) -> Answer {
    var status = stat()
    if lstat(path(name), &status) == 0 { return .waiting }
    guard let text = try? SiteFile.readText(refusal(name), remedy: ""), let code = Int(text) else {
      return .taken
    }
    return .refused(code)
  }

  private func bytes(_ name: String) -> [UInt8]? {
    var status = stat()
    guard lstat(path(name), &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let bytes = try? SiteFile.readIfPresent(
        path(name), maximumBytes: BreakGlassLimit.stepBytesMax)
    else { return nil }
    return SHA256.hash(bytes).description == name ? bytes : nil
  }

  private func path(_ name: String) -> String { "\(directory)/\(name).step" }
  private func refusal(_ name: String) -> String { "\(directory)/\(name).refused" }

  private static func isName(_ text: String) -> Bool {
    Hexadecimal.decode(text)?.count == Digest.byteCount && text == text.lowercased()
  }
}
