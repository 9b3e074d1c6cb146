/// Why the journal refused, stopped or could not read: a code that never changes its meaning, the
/// place, and what the system said. It never carries content, names of flows or keys.
package struct JournalError: Error, Equatable, Sendable {
  /// The stable codes of this module, 4001 and up. A number is never given a second meaning.
  package enum Code: Int, Sendable, CaseIterable {
    /// The directory is missing, not ours, a symbolic link, or open to other users.
    case directory = 4001
    /// Another process, or another object of this one, has the journal open for writing.
    case locked = 4002
    /// The storage key or the compartment is not the one this journal was made with.
    case wrongKey = 4003
    /// The journal was written by a newer version, or is no journal of ours.
    case format = 4004
    /// The batch would exceed the configured size. Refused before anything was tried.
    case quota = 4005
    /// The file system is nearly full. Refused before anything was tried.
    case diskReserve = 4006
    /// LMDB's map or the disk was full in the middle of a commit.
    case full = 4007
    /// The disk failed: a write, a sync or a read.
    case inputOutput = 4008
    /// An earlier commit failed, so this object writes nothing any more.
    case poisoned = 4009
    /// LMDB found its own structure damaged.
    case structure = 4010
    /// The batch is larger than one commit may be, or names a flow that was never interned.
    case batch = 4011
    /// There is no journal in the directory.
    case missing = 4012
    /// A limit on flows, names or readers is reached.
    case limit = 4013
    /// LMDB or the cryptography refused what it must not refuse: a defect of the program.
    case engine = 4014
  }

  /// Where it happened.
  package enum Place: String, Sendable {
    case directory, lock, open, epoch, begin, put, commit, read, verify, intern, admit, ledger
  }

  package let code: Code
  package let place: Place
  /// An `errno` when positive, an LMDB code when negative, 0 when neither spoke.
  package let system: Int32

  package init(_ code: Code, at place: Place, system: Int32 = 0) {
    self.code = code
    self.place = place
    self.system = system
  }
}

extension JournalError {
  /// Whether the journal object is of no further use for writing: the cell stops acknowledging and
  /// exits, and the next start recovers by reading. The others leave it as it was.
  package var isFatal: Bool {
    switch code {
    case .quota, .diskReserve, .batch, .limit: false
    case .directory, .locked, .wrongKey, .format, .full, .inputOutput, .poisoned, .structure,
      .missing, .engine:
      true
    }
  }

  /// What a person can do about it.
  package var remedy: String {
    switch code {
    case .directory:
      "the journal's directory must exist, belong to this user and be open to no other: chmod 700"
    case .locked: "another cell writes this journal: stop it first, or open it for reading only"
    case .wrongKey:
      "the storage key is not the one this journal was made with: put back the storage.key of this "
        + "compartment; without it the journal cannot be read by anyone"
    case .format: "the journal was not written by this version: use the version that wrote it"
    case .quota: "the journal reached its configured size: raise it, or shorten the retention"
    case .diskReserve: "the file system is nearly full: free space; deliveries go on meanwhile"
    case .full: "the disk is full: free space, then start the cell again"
    case .inputOutput: "the disk failed: look at the kernel's log before starting the cell again"
    case .poisoned: "a commit failed earlier: start the cell again; it recovers by reading"
    case .structure: "the journal's file is damaged: keep a copy, run `vaguemestre journal verify`"
    case .batch: "the batch breaks a limit of the journal: this is a defect of the caller"
    case .missing: "there is no journal here yet: the cell makes it at its first start"
    case .limit: "too many flows, names or readers: see the limits of the journal"
    case .engine: "this is a defect: report it with the code and the place"
    }
  }

  /// The error for a return code of LMDB or of the system, `errno` positive.
  init(system: Int32, at place: Place) {
    self.init(Self.code(for: system), at: place, system: system)
  }
}

extension JournalError: CustomStringConvertible {
  package var description: String {
    let detail = system == 0 ? "" : " (\(system))"
    return "VGM-\(code.rawValue) at \(place.rawValue)\(detail): \(remedy)"
  }
}
