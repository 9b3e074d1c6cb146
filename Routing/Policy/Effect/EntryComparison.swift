/// Compares two documents by undoing: whatever of the new one is understood to take away only is
/// set back to what the old one says. What differs still, be it in a property that did not exist
/// when this was written, counts as widening.
struct EntryComparison {
  private(set) var widened: Set<String> = []

  mutating func add(_ place: String) { widened.insert(place) }

  /// The old entries if every new one is an old one that at most lost something; else the new ones.
  /// Entries that are gone are taken away.
  ///
  /// - Parameters:
  ///   - key: what an entry is known by.
  ///   - undo: sets back in a new entry what it is understood to take away from an old one.
  mutating func undone<Entry: Equatable>(
    _ new: [Entry], after old: [Entry], at place: String, by key: (Entry) -> String,
    undo: (inout Entry, Entry) -> Void
  ) -> [Entry] {
    let known = Dictionary(old.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
    var isWidened = false
    for entry in new {
      if let before = known[key(entry)] {
        var copy = entry
        undo(&copy, before)
        if copy == before { continue }
      }
      isWidened = true
      widened.insert("\(place).\(key(entry))")
    }
    return isWidened ? new : old
  }
}

extension Edition {
  /// Versions count on; a later issue and an earlier end only take away.
  mutating func undoNarrowing(of old: Edition) {
    (version, previous) = (old.version, old.previous)
    if issued >= old.issued { issued = old.issued }
    if expires <= old.expires { expires = old.expires }
    if grace <= old.grace { grace = old.grace }
  }
}
