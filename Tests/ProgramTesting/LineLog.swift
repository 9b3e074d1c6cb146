import Foundation
import Synchronization

/// The lines that a program writes, for tests that wait for one of them and for nothing else.
package final class LineLog: Sendable {
  private struct State {
    var lines: [String] = []
    var rest: [UInt8] = []
    var hasEnded = false
    /// How far ``LineLog/wait(for:)`` has looked.
    var seen = 0
  }

  private let state = Mutex(State())
  private let change = DispatchSemaphore(value: 0)

  func append(_ bytes: Data) {
    state.withLock { state in
      for byte in bytes {
        if byte == 0x0A {
          state.lines.append(String(decoding: state.rest, as: UTF8.self))
          state.rest.removeAll()
        } else {
          state.rest.append(byte)
        }
      }
    }
    change.signal()
  }

  func end() {
    state.withLock { $0.hasEnded = true }
    change.signal()
  }

  /// Every line so far.
  package var lines: [String] { state.withLock { $0.lines } }

  /// The next line with all these words in it, behind the one that the last wait found.
  @discardableResult
  package func wait(for words: String...) throws -> String { try wait(forAll: words) }

  /// Lines with these words in any order, behind the one that the last wait found.
  package func wait(forEach lines: [[String]]) throws {
    let start = state.withLock { $0.seen }
    var end = start
    for words in lines {
      state.withLock { $0.seen = start }
      try wait(forAll: words)
      end = max(end, state.withLock { $0.seen })
    }
    state.withLock { $0.seen = end }
  }

  @discardableResult
  private func wait(forAll words: [String]) throws -> String {
    while true {
      let found: String?? = state.withLock { state in
        while state.seen < state.lines.count {
          let line = state.lines[state.seen]
          state.seen += 1
          if words.allSatisfy({ line.contains($0) }) { return line }
        }
        return state.hasEnded ? .some(nil) : nil
      }
      if let found {
        guard let found else { throw NotSaid(words: words, log: lines) }
        return found
      }
      guard change.wait(timeout: .now() + 60) == .success else {
        throw NotSaid(words: words, log: lines)
      }
    }
  }

  /// Calls `body` with each line as it comes, until the program has ended.
  package func forEach(_ body: (String) -> Void) {
    while true {
      let (line, hasEnded): (String?, Bool) = state.withLock { state in
        guard state.seen < state.lines.count else { return (nil, state.hasEnded) }
        defer { state.seen += 1 }
        return (state.lines[state.seen], false)
      }
      if let line {
        body(line)
      } else if hasEnded {
        return
      } else {
        change.wait()
      }
    }
  }

  /// A line was waited for that never came.
  package struct NotSaid: Error, CustomStringConvertible {
    let words: [String]
    let log: [String]

    package var description: String {
      "no line with \(words) among:\n\(log.suffix(40).joined(separator: "\n"))"
    }
  }
}
