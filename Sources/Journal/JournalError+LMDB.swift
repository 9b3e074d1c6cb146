import CLMDB
import Glibc

extension JournalError {
  /// What a return code of LMDB means to the journal. Whatever is not known is a failure of the
  /// disk, never a success.
  static func code(for system: Int32) -> Code {
    switch system {
    case MDB_MAP_FULL, MDB_TXN_FULL, ENOSPC, EDQUOT, EFBIG: .full
    case MDB_CORRUPTED, MDB_PAGE_NOTFOUND, MDB_PAGE_FULL, MDB_CURSOR_FULL, MDB_INVALID: .structure
    case MDB_VERSION_MISMATCH, MDB_INCOMPATIBLE: .format
    case MDB_READERS_FULL, MDB_DBS_FULL: .limit
    case MDB_BAD_TXN, MDB_BAD_DBI, MDB_BAD_RSLOT, MDB_BAD_VALSIZE, MDB_KEYEXIST, MDB_NOTFOUND,
      EINVAL:
      .engine
    case ENOENT: .missing
    case EACCES, EPERM, ELOOP, ENOTDIR: .directory
    default: .inputOutput
    }
  }
}

extension JournalError {
  /// Whether the system has less address space for us than the map asked for.
  var isOutOfAddressSpace: Bool { system == ENOMEM }
}

/// Lets a call of LMDB pass, or throws what it returned.
func check(_ code: Int32, at place: JournalError.Place) throws(JournalError) {
  guard code == MDB_SUCCESS else { throw JournalError(system: code, at: place) }
}
