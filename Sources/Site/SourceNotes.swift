/// What stands above the parts of a new source, for who reads one for the first time.
enum SourceNotes {
  /// Puts a comment above each key of the document itself that has one.
  static func annotate(_ yaml: String) -> String {
    yaml.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard let colon = line.firstIndex(of: ":"), let note = notes[String(line[..<colon])] else {
        return String(line)
      }
      return note.map { "# \($0)\n" }.joined() + line
    }.joined(separator: "\n")
  }

  private static let notes: [String: [String]] = [
    "roots": [
      "Who signs the charter. They change only if enough of the former ones sign, too.",
      "In earnest each key lies with a holder of its own, on a machine or token of its own.",
    ],
    "labels": [
      "The vocabulary of labels. Of a restrictive tag set a reader holds every value on a message,",
      "of a permissive one (a release list) one value. Above U a message names its compartment.",
    ],
    "compartments": [
      "One cell each, with an authority of its own: nobody else signs its policy. A compartment is",
      "closed, never dropped.",
    ],
    "adapter-release": [
      "Who says which executables may run adapters, and which integrators may say it of theirs:",
      "`vaguemestre release --help`.",
    ],
    "revocations": ["Keys that nobody may use any more."],
    "suites": ["Signature suites that count here."],
    "expires": [
      "From `expires` nothing new begins; after `grace` only critical flows inside go on. Care",
      "does not stop because a signature is old.",
    ],
    "flows": [
      "Families of messages. No message is below its floor or above its ceiling; `default` is what",
      "adapters write. A critical flow goes on when the documents are frozen.",
    ],
    "principals": [
      "Who may act, known by keys alone. A clearance lists every classification that it holds."
    ],
    "exports": [
      "What other compartments may have, if their own policies import it. `release` is what they",
      "are cleared for here, whatever they say of themselves.",
    ],
    "imports": ["What this compartment takes from others, if their policies export it."],
    "denies": ["Taken away whatever is granted anywhere; what a deny does not name is all."],
    "issuers": [
      "Who may introduce devices between two versions, and the most that they may give:",
      "`vaguemestre enroll --help`.",
    ],
    "break-glass": [
      "What officers may open in an emergency: for one patient, for a time, approved by another",
      "officer, in the ledger before anything is read: `vaguemestre break-glass --help`.",
    ],
  ]
}
