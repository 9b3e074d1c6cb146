import NormalizedFormat

extension FieldDraft {
  /// HD.
  init(_ authority: Authority?) { set(1, 2, 3, authority) }

  private init(_ body: (inout FieldDraft) -> Void) {
    self.init()
    body(&self)
  }

  /// HD over three components.
  mutating func set(_ namespace: Int, _ universal: Int, _ type: Int, _ authority: Authority?) {
    set(namespace, authority?.namespace)
    set(universal, authority?.universalID)
    set(type, authority?.universalIDType)
  }

  /// HD in the subcomponents of a component.
  mutating func set(_ component: Int, _ authority: Authority?, from first: Int = 1) {
    set(component, first, authority?.namespace)
    set(component, first + 1, authority?.universalID)
    set(component, first + 2, authority?.universalIDType)
  }

  /// CX.
  static func extended(_ identifier: Identifier) -> FieldDraft {
    FieldDraft { draft in
      draft.set(1, identifier.value)
      draft.set(2, identifier.checkDigit)
      draft.set(3, identifier.checkScheme)
      draft.set(4, identifier.authority)
      draft.set(code: 5, identifier.type)
      draft.set(6, identifier.facility)
      draft.set(7, 8, identifier.period)
    }
  }

  /// EI.
  static func entity(_ identifier: Identifier) -> FieldDraft {
    FieldDraft { draft in
      draft.set(1, identifier.value)
      draft.set(2, 3, 4, identifier.authority)
    }
  }

  /// EI in the subcomponents of a component.
  mutating func set(entity component: Int, _ identifier: Identifier?) {
    set(component, 1, identifier?.value)
    set(component, identifier?.authority, from: 2)
  }

  /// PLN.
  static func practitionerNumber(_ identifier: Identifier) -> FieldDraft {
    FieldDraft { draft in
      draft.set(1, identifier.value)
      draft.set(code: 2, identifier.type)
      draft.set(3, identifier.authority?.namespace)
      draft.set(4, identifier.period?.end)
    }
  }

  /// EIP: the placer's in the first component, the filler's in the second.
  static func pairs(_ identifiers: [Identifier]) -> [FieldDraft] {
    var pairs: [(placer: Identifier?, filler: Identifier?)] = []
    for identifier in identifiers {
      if !identifier.isFillers {
        pairs.append((identifier, nil))
      } else if let last = pairs.last, last.filler == nil {
        pairs[pairs.count - 1].filler = identifier
      } else {
        pairs.append((nil, identifier))
      }
    }
    return pairs.map { pair in
      FieldDraft { draft in
        draft.set(entity: 1, pair.placer)
        draft.set(entity: 2, pair.filler)
      }
    }
  }
}

extension Identifier {
  /// Who assigned it; what knows it by a URI only has that.
  fileprivate var authority: Authority? {
    assigner ?? system.map { Authority(universalID: $0, universalIDType: "URI") }
  }

  /// Whether it is typed by a code.
  func isTyped(_ code: String) -> Bool { type?.codings.first?.code == code }

  /// Whether it is the filler's, as the reader marks it where a field is for either.
  var isFillers: Bool { isTyped("FILL") }

  /// Whether it says more than an EI can.
  var needsExtended: Bool {
    value != nil && (checkDigit != nil || checkScheme != nil || facility != nil || period != nil)
      || (type != nil && !isFillers && !isTyped("PLAC"))
  }
}

extension SegmentDraft {
  mutating func add(extended field: Int, _ identifiers: [Identifier]) {
    add(field, identifiers.map(FieldDraft.extended))
  }

  mutating func add(entities field: Int, _ identifiers: [Identifier]) {
    add(field, identifiers.map(FieldDraft.entity))
  }
}
