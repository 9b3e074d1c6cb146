/// A question of who can do what, and its answer.
package struct PolicyQuery: Hashable, Sendable {
  /// What the rows of the answer are.
  package enum Form: Hashable, Sendable {
    /// Principals that can be given a message of the scope.
    case receivers
    /// Principals that can publish one.
    case publishers
    /// Flows of which a principal can be given one.
    case received
    /// Flows to which a principal can publish one.
    case published
  }

  package let form: Form
  package let scope: ReachScope

  /// Reads a question about a site.
  package init(_ text: String, at site: ReachSite) throws(QueryFault) {
    var words = try QueryWords(text)
    let names = QueryNames(site)
    var scope = ReachScope()
    let isWho = try words.takeOne(of: ["who", "what"]) == "who"
    try words.take("can")
    if isWho {
      let isReceive = try words.takeOne(of: ["receive", "publish"]) == "receive"
      form = isReceive ? .receivers : .publishers
      let word = words.take()
      let isFlow = word.text == "*" || word.text.contains("/") && !word.text.contains("//")
      if isFlow || !isReceive {
        scope.flow = try names.flow(word)
      } else {
        scope.label = try names.pattern(word)
      }
      if isReceive, words.next.text == "from" {
        _ = words.take()
        scope.source = .compartment(try names.compartment(words.take()))
      }
    } else {
      let place = try names.principal(words.take())
      let isReceive = try words.takeOne(of: ["receive", "publish"]) == "receive"
      form = isReceive ? .received : .published
      if isReceive { scope.receiver = place } else { scope.source = place }
    }
    try words.finish()
    self.scope = scope
  }

  /// One path a row.
  package func answer(at site: ReachSite) throws(ReachFault) -> [ReachPath] {
    switch form {
    case .receivers: try site.receivers(scope)
    case .received: try site.paths(scope)
    case .publishers: try site.publishings(scope)
    case .published:
      // A flow and a principal may have the same name.
      try site.publishings(scope).filter { scope.source.matches($0.publisher) }
    }
  }
}

/// A claim that no message gets from somewhere to somewhere.
package struct PathClaim: Hashable, Sendable {
  package let scope: ReachScope

  /// Reads `no path SOURCE -> RECEIVER`.
  package init(_ text: String, at site: ReachSite) throws(QueryFault) {
    var words = try QueryWords(text)
    let names = QueryNames(site)
    var scope = ReachScope()
    try words.take("no", "path")
    let word = words.take()
    if word.text == "*" || word.text.contains("/") && !word.text.contains("//") {
      scope.source = try names.source(word)
      if words.next.text == "with" {
        _ = words.take()
        scope.label = try names.pattern(words.take())
      }
    } else {
      scope.label = try names.pattern(word)
    }
    try words.take("->")
    scope.receiver = try names.principal(words.take())
    try words.finish()
    self.scope = scope
  }
}
