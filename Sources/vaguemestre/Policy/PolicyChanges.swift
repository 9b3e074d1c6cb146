import Policy
import Site

/// What a new version of a document changes, one line a field: what signers read before they sign.
///
/// The lines come from the whole text of the document, so that no field of it, old or new, can
/// change unseen.
struct PolicyChanges {
  let gained: [String]
  let lost: [String]

  /// Stands where the documents differ and their texts don't.
  static let unseen = "the order of entries, or something else that this text does not show"

  /// From nothing, if there was no document before.
  init(from old: PolicyDocument?, to new: PolicyDocument) {
    let before = Set(old?.source.fields ?? [])
    let after = Set(new.source.fields)
    lost = before.subtracting(after).sorted()
    let added = after.subtracting(before).sorted()
    let isUnseen = added.isEmpty && lost.isEmpty && old != new
    gained = isUnseen ? [Self.unseen] : added
  }

  /// What a field loses stands before what it gains.
  var lines: [String] {
    let marked =
      lost.map { (Self.place($0), 0, "- " + $0) }
      + gained.map {
        (Self.place($0), 1, "+ " + $0)
      }
    return marked.sorted { $0 < $1 }.map(\.2)
  }

  private static func place(_ line: String) -> Substring { line.prefix { $0 != ":" } }
}
