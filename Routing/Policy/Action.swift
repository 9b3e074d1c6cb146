/// What a principal asks for.
package enum Action: String, Hashable, Sendable, CaseIterable {
  /// To put a message into a flow of the cell's own compartment.
  case publish
  /// To open a subscription to a flow; says nothing yet of any message.
  case subscribe
  /// To be given one message of a flow.
  case deliver
  /// To be given one message, as another compartment's link: the source's half.
  case export
  /// To take one message in over a link: the destination's half.
  case `import`
}
