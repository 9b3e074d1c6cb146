package import Ledger
package import Policy
package import ZeroMQ

/// A running cell: its journal, its socket, its data thread.
package final class CellServer: Sendable {
  /// Where the cell listens, with the real port.
  package let endpoint: Endpoint
  private let inbox: ShellInbox
  private let thread: PosixThread

  /// Opens the journal, binds, and starts the data thread. Nothing listens when it throws.
  ///
  /// - Parameter ended: called once, on the data thread, when the cell has ended; after a failure
  ///   nothing was acknowledged that is not durable, and the process must end, with a status that
  ///   is not 0.
  package init(
    in context: Context, _ configuration: CellConfiguration,
    ended: @escaping @Sendable (CellEnd) -> Void = { _ in }
  ) throws(CellStartError) {
    let inbox: ShellInbox
    do {
      inbox = try ShellInbox()
    } catch {
      throw CellStartError.transport(error)
    }
    self.inbox = inbox
    let shell = try CellShell(in: context, configuration, inbox)
    endpoint = shell.endpoint
    do {
      thread = try PosixThread("cell", moving: shell) { shell in ended(shell.run()) }
    } catch {
      throw CellStartError.transport(error)
    }
  }

  /// Puts another verified snapshot in force: sessions and subscriptions are decided anew, who is
  /// revoked is cut. The ledger names the documents that are new.
  package func replace(
    _ snapshot: PolicySnapshot, linkKeys: [String: CurveKeyPair],
    documents: [RulingDocument] = []
  ) {
    inbox.post {
      $0.policy = snapshot
      $0.documents = documents
      $0.linkKeys = linkKeys
    }
  }

  /// Brings an officer's step of a break-glass.
  ///
  /// - Parameter answered: called once, on the data thread, with the code of the refusal, or nil
  ///   when the step is recorded and has taken effect. Not called when the cell ends before.
  package func take(
    step bytes: [UInt8], answered: @escaping @Sendable (_ code: Int?) -> Void = { _ in }
  ) {
    inbox.post { $0.steps.append(OfferedStep(bytes: bytes, answered: answered)) }
  }

  /// Has the ledger say something of what happened outside the cell's own work.
  package func note(_ drafts: [LeafDraft]) {
    guard !drafts.isEmpty else { return }
    inbox.post { $0.notes += drafts }
  }

  /// Tells the clients, makes cursors durable and ends; waits for it.
  package func stop() {
    inbox.post { $0.isStopping = true }
    thread.join()
  }

  /// What the cell has done since its start; at most a tick old.
  package var statistics: CellCounters { inbox.statistics }
}

/// How a cell ended.
package enum CellEnd: Equatable, Sendable {
  /// It was told to.
  case stopped
  /// It can't go on: the line says the code and what to do.
  case failed(String)
}
