import CellProtocol
import Journal
import Policy

/// Our end of the connection to a cell from which we import: its session, and a cursor for each
/// flow.
final class LinkCore {
  let id: LinkID
  let target: LinkTarget
  /// Under this name the journal keeps how far we have the other cell's flows.
  let source: NameNumber
  var session: ClientSession
  /// The other cell's flows that we fetch; the index is the subscription's number.
  var imports: [ImportedFlow]

  init(id: LinkID, target: LinkTarget, source: NameNumber, imports: [ImportedFlow], home: String) {
    self.id = id
    self.target = target
    self.source = source
    self.imports = imports
    session = ClientSession(client: "cell \(home)")
  }
}

/// One flow that is fetched over a link.
final class ImportedFlow: IntakeSource {
  /// Its name in the compartment it comes from.
  let name: String
  /// Where its messages go here.
  var flow: DeskFlow
  /// The next offset of the other cell that we want.
  var expected: UInt64 = 0
  var standing = Standing.idle
  /// The newest offset taken since the last acknowledgement.
  var unacknowledged: UInt64?
  /// Bytes received since credit was given back.
  var bytesUsed = 0

  enum Standing: Equatable {
    case idle
    case subscribed
    /// The other cell refused; asked again at this time.
    case refused(until: Int64)
  }

  init(_ name: String, into flow: DeskFlow, over plan: LinkPlan) {
    self.name = name
    self.flow = flow
    super.init(.import, of: plan.source, by: plan.principalID, plan.principal)
  }

  override func flow(_ name: String, _ desk: PolicyDesk) -> DeskFlow? {
    name == self.name ? flow : nil
  }
}
