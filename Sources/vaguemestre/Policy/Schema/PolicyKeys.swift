import Policy

extension SourceSchema {
  /// A compartment's policy.
  static let policy = SourceSchema(
    title: "Vaguemestre compartment policy",
    keys: [
      SourceKey("format", .word(["vaguemestre-policy-1"]), "Says what the document is."),
      SourceKey("site", .name, "The site, as its charter calls it."),
      SourceKey("compartment", .name, "The compartment; the policy can affect no other."),
    ] + edition + [
      SourceKey("flows", .list(.map(flow)), absent: "none", "Families of messages."),
      SourceKey("principals", .list(.map(principal)), absent: "none", "Who may act here."),
      SourceKey("exports", .list(.map(export)), absent: "none", "Own flows that others may have."),
      SourceKey("imports", .list(.map(entry)), absent: "none", "Flows of others to be taken in."),
      SourceKey(
        "denies", .list(.map(deny)), absent: "none",
        "Takes away whatever is granted anywhere; what a deny does not name is all."),
      SourceKey(
        "issuers", .list(.map(issuer)), absent: "none",
        "Who may introduce principals between two versions, and the most that they may give."),
      SourceKey(
        "break-glass", .list(.map(emergency)), absent: "none",
        "What officers may open in an emergency: one patient, for a time, on record first."),
    ])

  /// What every document says of its own version.
  static let edition = [
    SourceKey("version", .number, "1, then exactly one more than the version in force."),
    SourceKey(
      "previous", .digest, absent: "it is version 1",
      "Digest of the version before: no version can be left out or replaced."),
    SourceKey("issued", .time, "When it was written; no clock is believed that is behind it."),
    SourceKey("expires", .time, "From then on nothing new begins; what runs goes on."),
    SourceKey("grace", .duration, "So long after `expires` only critical flows inside go on."),
  ]

  private static let flow = [
    SourceKey("name", .name, "What it is called here; others say `compartment/name`."),
    SourceKey(
      "service", .word(ServiceClass.allCases.map(\.rawValue)),
      "What happens to a consumer that lags: alerts come first and are never dropped."),
    SourceKey("floor", .label, "No message is less protected."),
    SourceKey("ceiling", .label, "No message is more sensitive, nor has other sensitivities."),
    SourceKey("default", .label, "What adapters put on a message; above U with the compartment."),
    SourceKey("retention", .duration, "How long the journal keeps its messages."),
    SourceKey("critical", .flag, absent: "`false`", "Goes on when the documents are frozen."),
    SourceKey(
      "equipment", .list(.map(requirement)), absent: "any",
      "What publishes into it must be, one of these."),
  ]

  private static let grants = SourceShape.list(
    .either(
      .flow,
      .map([
        SourceKey("flow", .flow, "The flow."),
        SourceKey("subject", .subject, "Only messages about this and what is under it."),
      ])))

  private static let principal = [
    SourceKey("name", .name, "What it is called here; it is known by its keys."),
    SourceKey(
      "role", .word(Role.allCases.map(\.rawValue)),
      "Devices and adapters publish and subscribe, subscribers subscribe, links import."),
    SourceKey("curve-key", .curveKey, "Its connections are known by it."),
    SourceKey(
      "signing-keys", .list(.signingKey), absent: "none", "It signs messages; publishers only."),
    SourceKey("clearance", .clearance, "What it may see; classifications are a set."),
    SourceKey("publish", grants, absent: "none", "Own flows into which it may put messages."),
    SourceKey("subscribe", grants, absent: "none", "Own or imported flows that it may read."),
    SourceKey("expires", .time, "From then on nothing is permitted to it."),
    SourceKey(
      "purposes", .list(.name), absent: "none may be stated",
      "For what it may act: who states a purpose must find it here."),
    SourceKey(
      "equipment", .map(equipment), absent: "unknown", "What it is; the signers vouch for it."),
  ]

  private static let equipment = [
    SourceKey("maker", .line, "As the maker writes it, printable ASCII."),
    SourceKey("model", .line, "As the maker writes it."),
    SourceKey("firmware", .digest, absent: "unknown", "SHA-256 of the firmware's image."),
    SourceKey("country", country, absent: "unknown", "Where it was made."),
    SourceKey("register", .line, absent: "unknown", "Its entry in a register, as a UDI-DI."),
  ]

  private static let requirement = [
    SourceKey("maker", .line, absent: "any", "This maker."),
    SourceKey("model", .line, absent: "any", "This model."),
    SourceKey("firmware", .list(.digest), absent: "any", "One of these images."),
    SourceKey("countries", .list(country), absent: "any", "Made in one of these."),
    SourceKey("registered", .flag, absent: "`false`", "It must have an entry in a register."),
  ]

  private static let country = SourceShape.text("country, ISO 3166-1, as `FR`", "[A-Z]{2}")

  private static let export = [
    SourceKey("flow", .name, "An own flow; what was imported is never exported again."),
    SourceKey("to", .name, "The compartment that may have it, if it imports it."),
    SourceKey("link", .name, absent: "any of its links", "Its link that may fetch it."),
    SourceKey("subject", .subject, absent: "all", "Only messages about this and what is under it."),
    SourceKey("ceiling", .label, "Nothing more sensitive leaves."),
    SourceKey("release", .clearance, "What the other compartment is cleared for here."),
  ]

  private static let entry = [
    SourceKey("from", .name, "The compartment that exports it."),
    SourceKey("flow", .name, "Its name there; here it is `from/flow`."),
    SourceKey("link", .name, "Our link that fetches it."),
    SourceKey("ceiling", .label, "Nothing more sensitive comes in."),
    SourceKey("retention", .duration, absent: "as the source keeps it", "How long it is kept."),
  ]

  private static let deny = [
    SourceKey("principal", .principal, absent: "all", "From whom it is taken."),
    SourceKey("flow", .flow, absent: "all", "Of which flow."),
    SourceKey(
      "action", .word(Action.allCases.map(\.rawValue)), absent: "all", "What is taken."),
    SourceKey(
      "equipment", .map(requirement), absent: "all", "From which equipment: a recall."),
    SourceKey("reason", .line, "Why, for people; no patient, at most 200 bytes."),
  ]

  private static let emergency = [
    SourceKey("name", .name, "What activations call it."),
    SourceKey("flows", .list(.name), "Own flows that it opens."),
    SourceKey("clearance", .clearance, "The most that it opens; nothing that never is."),
    SourceKey("grantees", .list(.name), "Own subscribers who may then read."),
    SourceKey("officers", .list(.signingKey), "Each signs its steps, and has no other use."),
    SourceKey("duration", .duration, "How long it lasts, and each renewal."),
    SourceKey("approval-within", .duration, "Another officer approves by then, or it ends."),
    SourceKey("renewals", .number, "How often it is renewed, each time by another officer."),
    SourceKey("review-within", .duration, "Reviewed by then, or the template opens no more."),
    SourceKey("reasons", .list(.name), "One of them is stated."),
  ]

  private static let issuer = [
    SourceKey("name", .name, "What credentials call it."),
    SourceKey("keys", .list(.signingKey), "Each signs alone, and has no other use."),
    SourceKey("expires", .time, "From then on none of its credentials counts."),
    SourceKey(
      "issued-from", .time, absent: "any time",
      "Credentials issued before don't count: takes back all that were."),
    SourceKey("template", .map(template), "The most that a credential gives."),
  ]

  private static let template = [
    SourceKey(
      "roles", .list(.word(Role.allCases.filter(\.maySubscribe).map(\.rawValue))),
      "Which roles it introduces."),
    SourceKey("clearance", .clearance, "No clearance beyond it."),
    SourceKey("publish", grants, absent: "none", "No grant but under one of these."),
    SourceKey("subscribe", grants, absent: "none", "No grant but under one of these."),
    SourceKey("purposes", .list(.name), absent: "none", "No purpose but these."),
    SourceKey("lifetime", .duration, "No credential lasts longer."),
    SourceKey(
      "equipment", .list(.map(requirement)), absent: "any", "What it introduces is one of these."),
  ]
}
