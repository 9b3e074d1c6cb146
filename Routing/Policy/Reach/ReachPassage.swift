import Cryptography
import Labels

/// What gets through as far as some step: whose messages, on which subjects, with which labels.
struct ReachPassage: Sendable {
  /// Whose; by name.
  var origins: [ReachOrigin]
  var subjects: SubjectSet
  var region: LabelRegion
}

/// A principal that publishes, in its own cell's numbers, and the keys with which it can sign.
struct ReachOrigin: Hashable, Sendable {
  let principal: UInt32
  var keys: [KeyID]
}

/// A link of a flow, as both of its cells number it.
struct ReachHop: Sendable {
  let id: PrincipalID
  /// The link principal in the source's snapshot.
  let principal: UInt32
  let destination: String
}

/// All that reaches one receiver of one flow by one way.
struct ReachArrival: Sendable {
  let source: ReachCell
  let flow: UInt32
  let hop: ReachHop?
  /// The cell of who is given it and its place there; nil for a link, which the source gives it.
  let reader: (cell: ReachCell, place: UInt32)?
  /// None is empty.
  let passages: [ReachPassage]

  var flowID: FlowID { source.flow(flow).id }

  var receiver: PrincipalID? {
    guard let reader else { return hop?.id }
    return reader.cell.entry(reader.place).id
  }

  /// Whether it is a link that is given it.
  var isLink: Bool { reader == nil }
}

/// How passages are told apart.
struct PassageKey: Hashable {
  let region: LabelRegion
  let subjects: SubjectSet
}

extension [ReachPassage] {
  /// Adds an origin to the passage of this region and these subjects.
  mutating func add(_ origin: ReachOrigin, _ key: PassageKey, _ index: inout [PassageKey: Int]) {
    if let place = index[key] {
      self[place].origins.append(origin)
    } else {
      index[key] = count
      append(ReachPassage(origins: [origin], subjects: key.subjects, region: key.region))
    }
  }
}
