import Cell
import Site
import Synchronization

/// Brings officers' steps from their directory to the cell, and takes the answered ones away.
final class StepWatch: Sendable {
  private let drop: StepDrop
  private let name: String
  /// Those that the cell has and has not answered, and those whose files can't be taken away.
  private let underWay = Mutex<Set<String>>([])
  /// The trouble that was said last, so that it is said once.
  private let trouble = Mutex<String?>(nil)

  init(of cell: CellLayout, named name: String) {
    drop = StepDrop(of: cell)
    self.name = name
  }

  /// Hands over what is new.
  func look(_ server: CellServer) {
    do throws(SiteError) {
      for step in try drop.waiting(besides: underWay.withLock { $0 }) {
        underWay.withLock { _ = $0.insert(step.name) }
        // What is no step at all is refused by the cell like any other, and counted there.
        server.take(step: step.bytes ?? []) { code in self.settle(step.name, code) }
      }
      trouble.withLock { $0 = nil }
    } catch {
      complain("\(error)")
    }
  }

  private func settle(_ step: String, _ code: Int?) {
    if drop.settle(step, code: code) {
      underWay.withLock { _ = $0.remove(step) }
    } else {
      complain("the step \(step) can't be taken away")
    }
  }

  private func complain(_ line: String) {
    let isNew = trouble.withLock { last in
      defer { last = line }
      return last != line
    }
    if isNew { Main.complain("\(name): \(line)") }
  }
}
