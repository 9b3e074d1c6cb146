import Glibc

/// Why a secret file was not read or written. Names the file, never what is in it.
package struct SecretFileError: Error, Equatable, Sendable {
  /// What was wrong.
  package enum Reason: Equatable, Sendable {
    /// There is no such file.
    case missing
    /// The path is a symbolic link, which others may be able to turn elsewhere.
    case symbolicLink
    /// The path is a directory, device, pipe or socket.
    case notRegularFile
    /// The file belongs to another user than the process runs as.
    case foreignOwner
    /// Others than the owner may read, write or execute it; `mode` has the permission bits.
    case exposed(mode: UInt32)
    /// It is larger than what was asked for can be.
    case tooLarge(maximumBytes: Int)
    /// There is a file already; a secret is never overwritten.
    case exists
    /// The operating system refused, with this `errno`.
    case system(Int32)
  }

  /// The file.
  package let path: String
  /// What was wrong with it.
  package let reason: Reason

  init(_ path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  init(_ path: String, errno code: Int32) {
    self.path = path
    reason =
      switch code {
      case ENOENT, ENOTDIR: .missing
      case ELOOP: .symbolicLink
      case EEXIST: .exists
      default: .system(code)
      }
  }

  /// The stable number of the error, printed as `VGM-2411`.
  package var code: Int {
    switch reason {
    case .missing: 2411
    case .symbolicLink: 2412
    case .notRegularFile: 2413
    case .foreignOwner: 2414
    case .exposed: 2415
    case .tooLarge: 2416
    case .exists: 2417
    case .system: 2418
    }
  }
}

extension SecretFileError: CustomStringConvertible {
  /// One line: the code, the file, what is wrong and what to do.
  package var description: String { "VGM-\(code) \(path): \(problem); \(remedy)" }

  var problem: String {
    switch reason {
    case .missing: "no such file"
    case .symbolicLink: "is a symbolic link"
    case .notRegularFile: "is not a regular file"
    case .foreignOwner: "belongs to another user"
    case .exposed(let mode): "is open to others (mode 0\(String(mode, radix: 8)))"
    case .tooLarge(let maximum): "is larger than \(maximum) bytes"
    case .exists: "exists already"
    case .system(let code): String(cString: strerror(code))
    }
  }

  /// What a person does about it.
  package var remedy: String {
    switch reason {
    case .missing: "check the path, or create the key first"
    case .symbolicLink: "name the file itself"
    case .notRegularFile: "name a file"
    case .foreignOwner: "run as its owner, or: chown \"$(id -u)\" '\(path)'"
    case .exposed: "chmod 600 '\(path)', and replace the secret if others could read it"
    case .tooLarge: "check that it is the file that was meant"
    case .exists: "choose another path; a secret is never overwritten"
    case .system: "check the path and its directory's permissions"
    }
  }
}
