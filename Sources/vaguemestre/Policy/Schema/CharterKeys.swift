import Labels

extension SourceSchema {
  /// A site's charter.
  static let charter = SourceSchema(
    title: "Vaguemestre charter",
    keys: [
      SourceKey("format", .word(["vaguemestre-charter-1"]), "Says what the document is."),
      SourceKey("site", .name, "The site's name, for ever."),
    ] + edition + [
      SourceKey(
        "roots", .map(quorum),
        "Who signs the next charter; they change only if enough of the former ones sign, too."),
      SourceKey("labels", .map(scheme), "The vocabulary of labels and clearances."),
      SourceKey(
        "compartments", .list(.map(compartment)), absent: "none",
        "Every compartment that there ever was: one is closed, never dropped."),
      SourceKey(
        "adapter-release", .map(quorum), absent: "none",
        "Who says which executables run adapters."),
      SourceKey("partners", .list(.map(partner)), absent: "none", "Other sites, by their roots."),
      SourceKey(
        "revocations", .map(revocations), absent: "none",
        "Keys that nobody may use any more; they act whatever the document's age."),
      SourceKey(
        "suites", .list(.name), absent: "`es256`",
        "Signature suites that count; one that is left out is trusted no longer."),
    ])

  private static let quorum = [
    SourceKey("threshold", .number, "How many different keys must sign."),
    SourceKey("keys", .list(.signingKey), "Each with its holder, and with no other use."),
  ]

  private static let compartment = [
    SourceKey("name", .name, "Its name, for ever; also a value of the tag set `compartment`."),
    SourceKey("endpoint", .text("`tcp://HOST:PORT`", "tcp://.+:[0-9]+"), "Where its cell listens."),
    SourceKey("curve-key", .curveKey, "The key that its cell proves to have."),
    SourceKey(
      "minimum-version", .number, "No older version of its policy stands beside this charter."),
    SourceKey("closed", .flag, absent: "`false`", "Nothing is permitted in it any more."),
    SourceKey(
      "ledger-key", .signingKey, absent: "its ledger has no signed heads",
      "With which its cell signs the heads of its ledger."),
    SourceKey("authority", .map(quorum), "Who signs its policy; nobody else can."),
  ]

  private static let partner = [
    SourceKey("site", .name, "The other site's name."),
    SourceKey("clearance", .clearance, "The most that crosses to it."),
    SourceKey("roots", .map(quorum), "Its roots, as someone compared them."),
  ]

  private static let revocations = [
    SourceKey("signing-keys", .list(.keyID), absent: "none", "Whoever had it."),
    SourceKey("curve-keys", .list(.curveKey), absent: "none", "Of principals and cells."),
  ]

  private static let scheme = [
    SourceKey("policy", .name, "What labels call the scheme."),
    SourceKey("classifications", .classes, "Those of HL7 that labels may have."),
    SourceKey("tag-sets", .list(.map(tagSet)), "Families of categories; one is `compartment`."),
    SourceKey(
      "requirements", .list(.map(requirement)), absent: "none", "What labels must carry."),
  ]

  private static let tagSet = [
    SourceKey("id", .name, "By which it is known."),
    SourceKey("title", .line, absent: "the id", "For people; titles may repeat."),
    SourceKey(
      "kind", .word(CategoryKind.allCases.map(\.word)),
      "A reader holds all values, or one of them, or it is for people."),
    SourceKey("single", .flag, absent: "`false`", "A label carries one value at most."),
    SourceKey(
      "values",
      .list(
        .either(
          .name,
          .map([
            SourceKey("name", .name, "The value."),
            SourceKey("excluded", .classes, absent: "none", "Labels of these don't carry it."),
            SourceKey("obsolete", .flag, absent: "`false`", "No label carries it any more."),
            SourceKey(
              "no-break-glass", .flag, absent: "`false`", "No emergency opens what carries it."),
          ]))), "What there is to choose."),
  ]

  private static let requirement = [
    SourceKey("when", .classes, "Labels of these classifications."),
    SourceKey(
      "operation", .word(Requirement.Operation.allCases.map(\.word)), "How many they carry."),
    SourceKey(
      "of", .list(.text("category, as `sensitivity=psy`", "[a-z0-9-]+=[a-z0-9-]+")), "Of which."),
  ]
}
