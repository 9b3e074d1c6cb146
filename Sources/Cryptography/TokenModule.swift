import Glibc

/// A PKCS#11 module that may be loaded: its code runs inside this process, so that nobody but root
/// and this user may have put it where it is.
struct TokenModule: Hashable {
  /// Its path without symbolic links, which is the one to load.
  let path: String

  /// Refuses a path that is not absolute, what is no regular file, and a file that others could
  /// write, or exchange in one of the directories above it.
  init(_ name: String) throws(KeyFault) {
    guard name.hasPrefix("/"), let found = realpath(name, nil) else {
      throw KeyFault(.moduleUnusable, name)
    }
    path = String(cString: found)
    free(found)
    guard Self.isOwn(path, S_IFREG), Self.isInOwnPlace(path) else {
      throw KeyFault(.moduleUnusable, name)
    }
  }

  private static func isInOwnPlace(_ path: String) -> Bool {
    var place = path[...]
    while let slash = place.lastIndex(of: "/"), slash > place.startIndex {
      place = place[..<slash]
      guard isOwn(String(place), S_IFDIR) else { return false }
    }
    return isOwn("/", S_IFDIR)
  }

  /// Whether something is root's or this user's, and others can't write to it, or, as in `/tmp`,
  /// can't touch in it what is not theirs.
  private static func isOwn(_ path: String, _ kind: mode_t) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == kind,
      status.st_uid == 0 || status.st_uid == geteuid()
    else { return false }
    return status.st_mode & 0o022 == 0 || (kind == S_IFDIR && status.st_mode & S_ISVTX != 0)
  }
}
