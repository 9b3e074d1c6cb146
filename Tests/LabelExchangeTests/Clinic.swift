import Labels

/// The scheme and the labels that the tests of this module speak of.
enum Clinic {
  static func scheme() throws -> LabelScheme {
    try LabelScheme(
      policy: "clinic", classifications: ClassificationSet([.unrestricted, .normal, .restricted]),
      tagSets: [
        TagSet("compartment", .restrictive, ["icu", "lab"]),
        TagSet("rel", .permissive, ["a", "b"]), TagSet("study", .permissive, ["a"]),
        TagSet("note", .informative, ["staff"]),
      ])
  }

  /// Every valid label of the scheme.
  static func labels() throws -> [Label] {
    let scheme = try scheme()
    var labels: [Label] = []
    for level in scheme.classifications.members {
      for compartments in [nil, ["icu"], ["lab"], ["icu", "lab"]] {
        for list in [nil, [], ["a"], ["b"], ["a", "b"]] {
          for (study, note) in [(nil, nil), (["a"], nil), ([], ["staff"]), (nil, ["staff"])] {
            var label = Label(policy: "clinic", classification: level)
            label.restrictive["compartment"] = compartments
            label.permissive["rel"] = list
            label.permissive["study"] = study
            label.informative["note"] = note
            labels.append(label)
          }
        }
      }
    }
    return labels.filter { scheme.refusal(of: $0) == nil }
  }

  static let xml = """
    <?xml version="1.0" encoding="UTF-8"?>
    <originatorConfidentialityLabel xmlns="\(LabelElement.standardNamespace)">
      <ConfidentialityInformation>
        <PolicyIdentifier>clinic</PolicyIdentifier>
        <Classification>NORMAL</Classification>
        <Category TagName="compartment" Type="RESTRICTIVE">
          <GenericValue>icu</GenericValue>
          <GenericValue>lab</GenericValue>
        </Category>
        <Category TagName="rel" Type="PERMISSIVE">
          <GenericValue>a</GenericValue>
        </Category>
      </ConfidentialityInformation>
    </originatorConfidentialityLabel>

    """
  static let text = "N//compartment=icu,lab//rel=a"
}
