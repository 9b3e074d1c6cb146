package import Labels
import NormalizedFormat

/// Where a message of each kind goes, and under which label.
package struct FlowRouting: Sendable {
  /// A flow of the compartment, and its default label by the verified policy.
  package struct Route: Sendable {
    package let flow: String
    package let label: Label

    /// A flow and the label put on what goes there.
    package init(flow: String, label: Label) {
      self.flow = flow
      self.label = label
    }
  }

  /// The key under which a configuration says where every kind goes that it does not name.
  package static let everythingElse = "*"

  /// Whether a configuration may name this: a kind that there is, or all.
  package static func isKind(_ name: String) -> Bool {
    name == everythingElse || Content.names.contains(name)
  }

  private let routes: [String: Route]

  /// Routes by the name of the kind (`observations`, `report`, …), and one for `*`.
  package init(_ routes: [String: Route]) {
    self.routes = routes
  }

  /// The route of messages of a kind; nil when the link's configuration has none.
  package func route(ofKind kind: String) -> Route? {
    routes[kind] ?? routes[Self.everythingElse]
  }
}
