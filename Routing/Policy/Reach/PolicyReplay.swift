package import Cryptography
import Labels

/// What a cell once took, as far as a policy looks at it.
package struct ReplayedMessage: Sendable {
  package let flow: FlowID
  /// The principal whose session brought it: a publisher, or the link that fetched it.
  package let source: PrincipalID
  package let key: KeyID
  package let subject: String
  package let encodedLabel: [UInt8]
  /// When it was taken, in seconds since the Unix epoch.
  package let receivedAt: Int64
  /// When it says that it was signed, in seconds since the Unix epoch.
  package let issuedAt: Int64

  package init(
    flow: FlowID, source: PrincipalID, key: KeyID, about: (subject: String, label: [UInt8]),
    times: (received: Int64, issued: Int64)
  ) {
    self.flow = flow
    self.source = source
    self.key = key
    (subject, encodedLabel) = about
    (receivedAt, issuedAt) = times
  }
}

/// Asks two versions of a cell's policy about the same messages, each at the time at which it was
/// taken, and counts where they differ.
package struct PolicyReplay {
  /// What is counted together.
  package struct Row: Hashable, Sendable, Comparable {
    package let action: Action
    package let principal: PrincipalID
    package let flow: FlowID
    /// Why the version that denies it does.
    package let reason: Reason

    package static func < (left: Row, right: Row) -> Bool {
      left.key.lexicographicallyPrecedes(right.key)
    }

    private var key: [String] {
      [action.rawValue, principal.description, flow.description, String(reason.code)]
    }
  }

  /// Permitted before and denied now.
  package private(set) var lost: [Row: Int] = [:]
  /// Denied before and permitted now; the reason is that of before.
  package private(set) var gained: [Row: Int] = [:]
  /// Messages that were asked about.
  package private(set) var count = 0
  private var old: ReplayCell?
  private var new: ReplayCell

  /// - Parameter old: nil for what the cell decided when it took the message: it was permitted, and
  /// of deliveries nothing is known.
  package init(from old: PolicySnapshot?, to new: PolicySnapshot) {
    self.old = old.map(ReplayCell.init)
    self.new = ReplayCell(new)
  }

  package mutating func add(_ message: ReplayedMessage) {
    count += 1
    let action = message.flow.compartment == new.snapshot.compartment ? Action.publish : .import
    compare(
      action, message.source, message, old?.taking(action, message),
      new.taking(action, message))
    guard old != nil else { return }
    let readers = Set(old?.readers(of: message.flow) ?? []).union(new.readers(of: message.flow))
    for (action, reader) in readers.map({ ($0.action, $0.principal) }) {
      compare(
        action, reader, message, old?.giving(action, to: reader, message),
        new.giving(action, to: reader, message))
    }
  }

  private mutating func compare(
    _ action: Action, _ principal: PrincipalID, _ message: ReplayedMessage, _ before: Decision?,
    _ after: Decision
  ) {
    func row(_ reason: Reason) -> Row {
      Row(action: action, principal: principal, flow: message.flow, reason: reason)
    }
    switch (before, after) {
    case (.some(.deny(let reason)), .permit): gained[row(reason), default: 0] += 1
    case (.some(.permit), .deny(let reason)), (nil, .deny(let reason)):
      lost[row(reason), default: 0] += 1
    case (.some(.permit), .permit), (.some(.deny), .deny), (nil, .permit): break
    }
  }
}

/// Who may be given something, and under which action.
private struct Reader: Hashable {
  let action: Action
  let principal: PrincipalID
}

/// One version of a cell's policy, with its labels compiled.
private struct ReplayCell {
  let snapshot: PolicySnapshot
  private let cell: ReachCell
  private var labels: [[UInt8]: CompiledLabel] = [:]

  init(_ snapshot: PolicySnapshot) {
    self.snapshot = snapshot
    cell = ReachCell(snapshot)
  }

  func readers(of flow: FlowID) -> [Reader] {
    guard let place = snapshot.flowPlaces[flow] else { return [] }
    return cell.readers[Int(place)].map {
      Reader(action: .deliver, principal: cell.entry($0).id)
    }
      + (cell.flow(place).isOwn ? cell.flow(place).links : []).map {
        Reader(action: .export, principal: cell.entry($0.principal).id)
      }
  }

  mutating func taking(_ action: Action, _ message: ReplayedMessage) -> Decision {
    decide(action, message.source, message) { request, snapshot in
      request.signer = snapshot.publisher(message.key, in: message.flow.compartment)?.principal
      if action == .import { request.issuedAt = message.issuedAt }
    }
  }

  mutating func giving(
    _ action: Action, to reader: PrincipalID, _ message: ReplayedMessage
  ) -> Decision {
    decide(action, reader, message) { _, _ in }
  }

  private mutating func decide(
    _ action: Action, _ who: PrincipalID, _ message: ReplayedMessage,
    _ complete: (inout Request, PolicySnapshot) -> Void
  ) -> Decision {
    guard let principal = snapshot.principal(who) else { return .deny(.unknownPrincipal) }
    guard let flow = snapshot.flow(message.flow) else { return .deny(.unknownFlow) }
    var request = Request(action, by: principal, on: flow, at: message.receivedAt)
    request.label = label(message.encodedLabel)
    request.subject = message.subject
    request.signingKey = message.key
    complete(&request, snapshot)
    return snapshot.decide(request)
  }

  private mutating func label(_ bytes: [UInt8]) -> CompiledLabel {
    if let label = labels[bytes] { return label }
    let label = snapshot.scheme.compile(encoded: bytes)
    if labels.count >= 4_096 { labels.removeAll() }
    labels[bytes] = label
    return label
  }
}
