import NormalizedFormat

extension Occurrence {
  /// CX (v2.9 §2A.2.14); ST.
  func extendedIdentifier() -> Identifier? {
    guard let value = text(1) else { return nil }
    var identifier = Identifier()
    identifier.value = value
    identifier.checkDigit = text(2)
    identifier.checkScheme = text(3)
    identifier.assigner = authority(component: 4)
    identifier.type = code(5, table: 203)
    identifier.facility = authority(component: 6)
    identifier.period = period(7, 8)
    return identifier
  }

  /// EI (v2.9 §2A.2.27), from a component on: id, name space, universal id and its type.
  func entityIdentifier(from first: Int = 1) -> Identifier? {
    guard has(first) || has(first + 1) || has(first + 2) else { return nil }
    var identifier = Identifier()
    identifier.value = text(first)
    identifier.assigner = authority(first + 1, first + 2, first + 3)
    return identifier
  }

  /// EI in the subcomponents of one component (EIP, and ORC-8 and OBR-29 through it).
  func innerEntityIdentifier(_ component: Int) -> Identifier? {
    inner(component, 4) { parts in
      var identifier = Identifier()
      identifier.value = parts.take(1)
      identifier.assigner = Authority(parts.take(2), parts.take(3), parts.take(4))
      return identifier == Identifier() ? nil : identifier
    }
  }

  /// HD over three components.
  func authority(_ namespace: Int = 1, _ universal: Int = 2, _ type: Int = 3) -> Authority? {
    Authority(text(namespace), text(universal), text(type))
  }

  /// HD in the subcomponents of one component.
  func authority(component: Int) -> Authority? {
    inner(component, 3) { Authority($0.take(1), $0.take(2), $0.take(3)) }
  }
}

extension Authority {
  /// Nil when nothing is said.
  init?(_ namespace: String?, _ universalID: String?, _ universalIDType: String?) {
    guard namespace != nil || universalID != nil || universalIDType != nil else { return nil }
    self.init(
      namespace: namespace, universalID: universalID, universalIDType: universalIDType)
  }
}

extension Segment {
  /// All repetitions as CX.
  func extendedIdentifiers(_ number: Int) -> [Identifier] {
    all(number).compactMap { $0.extendedIdentifier() }
  }

  /// All repetitions as EI.
  func entityIdentifiers(_ number: Int) -> [Identifier] {
    all(number).compactMap { $0.entityIdentifier() }
  }

  /// The first repetition as HD.
  func authority(_ number: Int) -> Authority? { first(number)?.authority() }
}
