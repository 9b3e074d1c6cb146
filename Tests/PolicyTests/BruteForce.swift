import Cryptography
import Labels
import Policy
import PolicyTesting

/// All ways of a small site, one message at a time, as a cell would ask.
struct BruteForce {
  let cells: [PolicySnapshot]
  let time: Int64
  private let keys: [KeyID]

  init(_ cells: [PolicySnapshot], at time: Int64) {
    self.cells = cells
    self.time = time
    keys = (0..<40).compactMap { try? Keys.signing($0).keyID }
  }

  /// Every label that could be valid under one of the schemes, and many that are not.
  static func labels(_ schemes: [LabelScheme]) -> [Label] {
    let isNoted = schemes.contains { $0.tagSet("note") != nil }
    var labels: [Label] = []
    for level in [Classification.unrestricted, .normal, .restricted] {
      for compartments in subsets(RandomSite.compartments) where compartments.count < 3 {
        for extra in subsets(["p"]) {
          for note in isNoted ? subsets(["i"]) : [[]] {
            for rel in [nil, [], ["m"], ["n"], ["m", "n"]] as [[String]?] {
              var label = Label(policy: "s", classification: level)
              if !compartments.isEmpty { label.restrictive["compartment"] = compartments }
              if !extra.isEmpty { label.restrictive["extra"] = extra }
              if !note.isEmpty { label.informative["note"] = note }
              label.permissive["rel"] = rel
              labels.append(label)
            }
          }
        }
      }
    }
    return labels
  }

  private static func subsets(_ values: [String]) -> [[String]] {
    values.reduce([[]]) { sets, value in sets + sets.map { $0 + [value] } }
  }

  /// Who is given a message with this label, of which flow, on any of the subjects.
  func reached(_ label: Label, on subjects: [String] = ReachTests.subjects) -> Set<ReachEdge> {
    var found: Set<ReachEdge> = []
    let labels = Dictionary(
      uniqueKeysWithValues: cells.map { ($0.compartment, $0.scheme.compile(label)) })
    for source in cells {
      for name in RandomSite.flowNames {
        let flow = FlowID(source.compartment, name)
        for publisher in ["d1", "d2"].map({ PrincipalID(source.compartment, $0) }) {
          for subject in subjects {
            follow(source, Message(flow, publisher, labels, subject), &found)
          }
        }
      }
    }
    return found
  }

  struct Message {
    let flow: FlowID
    let publisher: PrincipalID
    /// Compiled under each cell's scheme.
    let labels: [String: CompiledLabel]
    let subject: String
    var key: KeyID?

    init(
      _ flow: FlowID, _ publisher: PrincipalID, _ labels: [String: CompiledLabel],
      _ subject: String
    ) {
      (self.flow, self.publisher, self.labels, self.subject) = (flow, publisher, labels, subject)
    }
  }

  private func follow(
    _ source: PolicySnapshot, _ sent: Message, _ found: inout Set<ReachEdge>
  ) {
    for key in keys
    where source.publisher(key, in: source.compartment)?.id == sent.publisher {
      var message = sent
      message.key = key
      guard permits(source, .publish, sent.publisher, message, signer: sent.publisher) else {
        continue
      }
      read(source, message, &found)
      for destination in cells where destination.compartment != source.compartment {
        for link in ["l1", "l2"].map({ PrincipalID(destination.compartment, $0) })
        where permits(source, .export, link, message) {
          found.insert(ReachEdge(principal: link, flow: sent.flow))
          let signer = destination.publisher(key, in: source.compartment)?.id
          if permits(destination, .import, link, message, signer: signer) {
            read(destination, message, &found)
          }
        }
      }
    }
  }

  private func read(_ cell: PolicySnapshot, _ message: Message, _ found: inout Set<ReachEdge>) {
    for name in ["d1", "d2", "s1"] {
      let reader = PrincipalID(cell.compartment, name)
      if permits(cell, .subscribe, reader, message), permits(cell, .deliver, reader, message) {
        found.insert(ReachEdge(principal: reader, flow: message.flow))
      }
    }
  }

  private func permits(
    _ cell: PolicySnapshot, _ action: Action, _ principal: PrincipalID, _ message: Message,
    signer: PrincipalID? = nil
  ) -> Bool {
    guard let who = cell.principal(principal), let flow = cell.flow(message.flow) else {
      return false
    }
    var request = Request(action, by: who, on: flow, at: time)
    request.label = message.labels[cell.compartment]
    request.subject = message.subject
    request.signer = signer.flatMap { cell.principal($0) }
    request.signingKey = message.key
    if action == .import { request.issuedAt = time }
    return cell.decide(request).isPermit
  }
}
