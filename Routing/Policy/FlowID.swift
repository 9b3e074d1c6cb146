import Labels

/// Something that a compartment's policy declares, named in the whole site: the compartment, and
/// the name there. Text form `icu/vitals`.
package protocol ScopedID: Hashable, Sendable, CustomStringConvertible {
  var compartment: String { get }
  var name: String { get }

  init(_ compartment: String, _ name: String)
}

extension ScopedID {
  /// Reads `icu/vitals`, or `vitals` as something of `home`; nil if a part is no name.
  package init?(_ text: String, in home: String) {
    guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else {
      guard Name.isValid(text) else { return nil }
      self.init(home, text)
      return
    }
    // A second slash is no character of a name.
    let (compartment, name) = (text[..<slash], text[text.utf8.index(after: slash)...])
    self.init(String(compartment), String(name))
    guard Name.isValid(self.compartment), Name.isValid(self.name) else { return nil }
  }

  package var description: String { "\(compartment)/\(name)" }

  /// The short form within `home`: `vitals` for its own, `icu/vitals` for another's.
  package func text(in home: String) -> String { compartment == home ? name : description }
}

/// Names a flow in the whole site.
package struct FlowID: ScopedID {
  package let compartment: String
  package let name: String

  package init(_ compartment: String, _ name: String) {
    self.compartment = compartment
    self.name = name
  }
}

/// Names a principal in the whole site.
package struct PrincipalID: ScopedID {
  package let compartment: String
  package let name: String

  package init(_ compartment: String, _ name: String) {
    self.compartment = compartment
    self.name = name
  }
}
