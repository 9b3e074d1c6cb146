import NormalizedFormat

/// A segment that is written: leaves by their place, the details of its source already in theirs.
struct SegmentDraft {
  /// Field, repetition, component, subcomponent in one number, so that their order is its own.
  struct Position: Hashable, Comparable {
    private let packed: UInt64

    init(_ field: Int, _ repetition: Int, _ place: FieldDraft.Place) {
      packed =
        UInt64(field) << 48 | UInt64(repetition) << 32 | UInt64(place.component) << 16
        | UInt64(place.subcomponent)
    }

    var field: Int { Int(packed >> 48) }
    var repetition: Int { Int(packed >> 32 & 0xFFFF) }
    var component: Int { Int(packed >> 16 & 0xFFFF) }
    var subcomponent: Int { Int(packed & 0xFFFF) }

    static func < (left: Position, right: Position) -> Bool { left.packed < right.packed }
  }

  let name: String
  private(set) var leaves: [Position: Leaf] = [:]
  private var details: [Position: [(place: FieldDraft.Place, leaf: Leaf)]] = [:]
  /// Whether a value had to stand where a detail has another.
  private(set) var hasConflict = false
  /// Whether a field got more repetitions than a message may have.
  private(set) var isOverLimit = false

  init(_ name: String, _ run: DetailRun? = nil) {
    self.name = name
    for (path, leaf) in run?.leaves ?? [] {
      for (place, part) in Self.parts(path.place, leaf) {
        leaves[Position(path.field, path.repetition, place)] = part
        details[Self.key(path.field, path.repetition), default: []].append((place, part))
      }
    }
  }

  /// A detail by its components: where there are more than 64 the reader keeps a field as one text.
  private static func parts(
    _ place: FieldDraft.Place, _ leaf: Leaf
  ) -> [(FieldDraft.Place, Leaf)] {
    guard place == FieldDraft.Place(1), case .text(let text) = leaf else { return [(place, leaf)] }
    let parts = text.split(separator: "^", omittingEmptySubsequences: false)
    guard parts.count > 64, parts.count < 10_000 else { return [(place, leaf)] }
    return parts.enumerated().filter { !$0.element.isEmpty }.map { at, part in
      (FieldDraft.Place(at + 1), Leaf(detail: String(part)))
    }
  }

  var isEmpty: Bool { leaves.isEmpty }

  /// Whether a field has anything.
  func has(_ field: Int) -> Bool { leaves.keys.contains { $0.field == field } }

  private static func key(_ field: Int, _ repetition: Int) -> Position {
    Position(field, repetition, FieldDraft.Place(0, 0))
  }

  /// Whether a value can't be of a repetition, by what the details have there.
  private func conflicts(_ draft: FieldDraft, _ field: Int, _ repetition: Int) -> Bool {
    guard let details = details[Self.key(field, repetition)] else { return false }
    return details.contains { detail in
      if let own = draft.leaf(at: detail.place) { return !own.says(detail.leaf) }
      return detail.leaf != .null && draft.owned.contains(detail.place)
    }
  }

  private mutating func write(_ draft: FieldDraft, _ field: Int, _ repetition: Int) {
    for (place, leaf) in draft.leaves { leaves[Position(field, repetition, place)] = leaf }
  }

  /// A field of one value: the first way to write it that agrees with the details.
  mutating func put(_ field: Int, _ choices: [FieldDraft]) {
    guard let first = choices.first, choices.contains(where: { !$0.isEmpty }) else { return }
    let fitting = choices.first { !conflicts($0, field, 1) }
    if fitting == nil { hasConflict = true }
    write(fitting ?? first, field, 1)
  }

  /// A field of one value with one way to write it.
  mutating func put(_ field: Int, _ draft: FieldDraft) { put(field, [draft]) }

  mutating func put(_ field: Int, _ text: String?) { put(field, FieldDraft(text)) }

  mutating func put(_ field: Int, _ time: Timestamp?) { put(field, FieldDraft(time)) }

  mutating func put(_ field: Int, _ number: DecimalNumber?) {
    var draft = FieldDraft()
    draft.set(1, number)
    put(field, draft)
  }

  mutating func put(_ field: Int, _ number: UInt32?) {
    put(field, number.map { DecimalNumber(Int64($0)) })
  }

  mutating func put(_ field: Int, _ flag: Bool?) { put(field, flag.map { $0 ? "Y" : "N" }) }

  /// A field of many values, each in the next repetition that agrees with the details.
  mutating func add(_ field: Int, choices values: [[FieldDraft]]) {
    var repetition = 0
    for choices in values where choices.contains(where: { !$0.isEmpty }) {
      var fitting: FieldDraft?
      repeat {
        repetition += 1
        fitting = choices.first { !conflicts($0, field, repetition) }
      } while fitting == nil
      guard let fitting, repetition < ER7Message.Limit.repetitions else {
        isOverLimit = true
        return
      }
      write(fitting, field, repetition)
    }
  }

  mutating func add(_ field: Int, _ values: [FieldDraft]) {
    add(field, choices: values.map { [$0] })
  }

  /// `""` in the first repetition that says nothing.
  mutating func clear(_ field: Int) {
    var repetition = 1
    while leaves.keys.contains(where: { $0.field == field && $0.repetition == repetition }),
      repetition < ER7Message.Limit.repetitions
    {
      repetition += 1
    }
    leaves[Position(field, repetition, FieldDraft.Place(1))] = .null
  }

  /// The number of the segment, where the source's own is no detail.
  mutating func number(_ number: Int) {
    guard !has(1) else { return }
    put(1, String(number))
  }

  /// Leaves a field out.
  mutating func remove(_ field: Int) {
    leaves = leaves.filter { $0.key.field != field }
  }
}
