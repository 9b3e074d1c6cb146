import CellProtocol
package import Cryptography
package import SignedMessage
import Synchronization
package import ZeroMQ

/// Who publishes: the principal's signing key and the place that its signatures are bound to.
package struct ProducerIdentity: Sendable {
  package let key: SigningKey
  package let site: String
  package let compartment: String

  /// A signing key, and the site and compartment that its messages are for.
  package init(key: SigningKey, site: String, compartment: String) {
    self.key = key
    self.site = site
    self.compartment = compartment
  }
}

/// Publishes to one cell: signs what waits in one go, keeps it until it is answered, and sends it
/// again after every loss. What was durable before is answered as durable, so nothing is lost and
/// nothing doubled.
package final class Publisher: Sendable {
  private let inbox: PublishInbox
  private let thread: PosixThread

  /// Connects, and works on a thread of its own until ``close()``.
  package init(
    in context: Context, _ configuration: ConnectionConfiguration, as identity: ProducerIdentity,
    status: @escaping @Sendable (ConnectionStatus) -> Void = { _ in }
  ) throws(ZeroMQError) {
    let inbox = PublishInbox(wakeUp: try WakeUp())
    self.inbox = inbox
    thread = try PosixThread("publisher") {
      let role = PublishRole(identity, inbox: inbox)
      let connection = CellConnection(
        in: context, configuration, role: role, wakeUp: inbox.wakeUp, status: status)
      do throws(ZeroMQError) {
        try connection.run(while: { inbox.isOpen })
      } catch {
        // Nothing can be done here any more: who waits is told, and who comes is told at once.
        status(.failed(error))
        inbox.close()
      }
      role.abandon()
    }
  }

  /// Hands drafts over; `completion` gets one outcome each, in order, on the publisher's thread.
  ///
  /// There is no time-out: while no cell answers, drafts wait. Whoever must answer somebody in time
  /// decides that by its own clock. How much waits is for the caller to bound.
  package func publish(
    _ drafts: [MessageDraft], completion: @escaping @Sendable ([PublishOutcome]) -> Void
  ) {
    guard !drafts.isEmpty else { return completion([]) }
    inbox.put(Submission(drafts: drafts, completion: completion))
  }

  /// Hands drafts over and waits for their outcomes.
  package func publish(_ drafts: [MessageDraft]) async -> [PublishOutcome] {
    await withCheckedContinuation { continuation in
      publish(drafts) { continuation.resume(returning: $0) }
    }
  }

  /// Ends the session and the thread; what is unanswered completes as `unanswered`.
  package func close() {
    inbox.close()
    thread.join()
  }
}

/// Drafts that belong together, and who wants to know.
struct Submission: Sendable {
  let drafts: [MessageDraft]
  let completion: @Sendable ([PublishOutcome]) -> Void
}

/// What callers hand to the publisher's thread.
final class PublishInbox: Sendable {
  private struct State {
    var submissions: [Submission] = []
    var isOpen = true
  }

  let wakeUp: WakeUp
  private let state = Mutex(State())

  init(wakeUp: WakeUp) {
    self.wakeUp = wakeUp
  }

  var isOpen: Bool { state.withLock { $0.isOpen } }

  func put(_ submission: Submission) {
    let taken = state.withLock { state in
      guard state.isOpen else { return false }
      state.submissions.append(submission)
      return true
    }
    if taken {
      wakeUp.signal()
    } else {
      submission.completion(submission.drafts.map { _ in .unanswered })
    }
  }

  func takeAll() -> [Submission] {
    state.withLock { state in
      defer { state.submissions = [] }
      return state.submissions
    }
  }

  func close() {
    state.withLock { $0.isOpen = false }
    wakeUp.signal()
  }
}
