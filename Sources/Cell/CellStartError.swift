package import Journal
package import ZeroMQ

/// Why a cell can't start: the cause's code, and what to do.
package enum CellStartError: Error {
  case journal(JournalError)
  case transport(ZeroMQError)

  /// One line for the operator.
  package var line: String {
    switch self {
    case .journal(let error): error.description
    case .transport(let error): error.description
    }
  }
}
