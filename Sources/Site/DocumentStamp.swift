import Glibc

/// By what the signed documents of a site's directory differ from those that lay there before,
/// without reading them: which files there are, and inode, size and time of change of each.
///
/// Says nothing of what they are worth: two stamps that differ are a reason to verify, no more.
package struct DocumentStamp: Hashable, Sendable {
  private struct File: Hashable {
    let inode: UInt64
    let size: Int64
    let seconds: Int64
    let nanoseconds: Int64
  }

  private let files: [String: File]

  /// Looks at what lies there now. What can't be looked at counts as absent.
  package init(of layout: SiteLayout) {
    var files: [String: File] = [:]
    let policies = ((try? SiteFile.names(in: layout.policies)) ?? nil) ?? []
    var paths = policies.filter { $0.hasSuffix(".cose") }.map { "\(layout.policies)/\($0)" }
    for compartment in ((try? SiteFile.names(in: layout.credentials)) ?? nil) ?? [] {
      let directory = layout.credentials(of: compartment)
      let names = ((try? SiteFile.names(in: directory)) ?? nil) ?? []
      paths += names.filter { $0.hasSuffix(".cose") }.map { "\(directory)/\($0)" }
    }
    for path in paths + [layout.charter] { files[path] = Self.file(path) }
    self.files = files
  }

  private static func file(_ path: String) -> File? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return File(
      inode: UInt64(status.st_ino), size: Int64(status.st_size),
      seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec))
  }
}
