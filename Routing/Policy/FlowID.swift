import Labels

/// Names a flow in the whole site: the compartment that owns it, and its name there. Text form
/// `icu/vitals`.
package struct FlowID: Hashable, Sendable, CustomStringConvertible {
  package let compartment: String
  package let name: String

  package init(_ compartment: String, _ name: String) {
    self.compartment = compartment
    self.name = name
  }

  /// Reads `icu/vitals`, or `vitals` as a flow of `home`; nil if a part is no name.
  package init?(_ text: String, in home: String) {
    guard let scoped = ScopedName(text, in: home) else { return nil }
    self.init(scoped.compartment, scoped.name)
  }

  package var description: String { "\(compartment)/\(name)" }

  /// The short form within `home`: `vitals` for its own flows, `icu/vitals` for others.
  package func text(in home: String) -> String { compartment == home ? name : description }
}

/// Names a principal in the whole site: the compartment whose policy declares it, and its name
/// there.
package struct PrincipalID: Hashable, Sendable, CustomStringConvertible {
  package let compartment: String
  package let name: String

  package init(_ compartment: String, _ name: String) {
    self.compartment = compartment
    self.name = name
  }

  /// Reads `icu/dashboard`, or `dashboard` as a principal of `home`; nil if a part is no name.
  package init?(_ text: String, in home: String) {
    guard let scoped = ScopedName(text, in: home) else { return nil }
    self.init(scoped.compartment, scoped.name)
  }

  package var description: String { "\(compartment)/\(name)" }

  /// The short form within `home`.
  package func text(in home: String) -> String { compartment == home ? name : description }
}

/// `name` or `compartment/name`.
struct ScopedName {
  let compartment: String
  let name: String

  init?(_ text: String, in home: String) {
    guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else {
      guard Name.isValid(text) else { return nil }
      (compartment, name) = (home, text)
      return
    }
    // A second slash is no character of a name.
    compartment = String(text[..<slash])
    name = String(text[text.utf8.index(after: slash)...])
    guard Name.isValid(compartment), Name.isValid(name) else { return nil }
  }
}
