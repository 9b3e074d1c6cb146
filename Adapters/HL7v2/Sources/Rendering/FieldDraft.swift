import NormalizedFormat

/// One repetition of a field that is written: leaves by component and subcomponent, both counted
/// from 1, and the places that a reader takes for this value. A detail that stands in one of those
/// is of another repetition.
struct FieldDraft {
  /// Where in the repetition.
  struct Place: Hashable {
    let component: Int
    let subcomponent: Int

    init(_ component: Int, _ subcomponent: Int = 1) {
      self.component = component
      self.subcomponent = subcomponent
    }
  }

  private(set) var leaves: [(place: Place, leaf: Leaf)] = []
  private(set) var owned: [Place] = []

  init() {}

  /// One text.
  init(_ text: String?) { set(1, text) }

  /// One moment.
  init(_ time: Timestamp?) { set(1, time) }

  var isEmpty: Bool { leaves.isEmpty }

  /// Writes a text, and owns its place even where there is none.
  mutating func set(_ component: Int, _ subcomponent: Int, _ text: String?) {
    let place = Place(component, subcomponent)
    owned.append(place)
    if let text, !text.isEmpty { leaves.append((place, .text(text))) }
  }

  /// Writes a moment. Without one its place is free: what is no moment is a detail.
  mutating func set(_ component: Int, _ subcomponent: Int, _ time: Timestamp?) {
    if let time { leaves.append((Place(component, subcomponent), .time(time))) }
  }

  /// Writes a number, as above.
  mutating func set(_ component: Int, _ subcomponent: Int, _ number: DecimalNumber?) {
    guard let number else { return }
    leaves.append((Place(component, subcomponent), .text(number.description)))
  }

  mutating func set(_ component: Int, _ text: String?) { set(component, 1, text) }

  mutating func set(_ component: Int, _ time: Timestamp?) { set(component, 1, time) }

  mutating func set(_ component: Int, _ number: DecimalNumber?) { set(component, 1, number) }

  func leaf(at place: Place) -> Leaf? { leaves.first { $0.place == place }?.leaf }

  /// Takes over what another one has in some places.
  mutating func take(from other: FieldDraft, where isTaken: (Place) -> Bool) {
    leaves += other.leaves.filter { isTaken($0.place) }
    owned += other.owned.filter(isTaken)
  }
}
