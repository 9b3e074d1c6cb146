import NormalizedFormat

/// What has no model of its own has no resource of its own.
extension Other: FHIRResource {
  static let resourceType = "Basic"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.group("code") { form throws(FHIRError) in
      form.derived(
        "coding", .array([Namespace.coding(Namespace.codes + "kind", "other")]))
      try form.element("type", &type, as: "text")
    }
    try form.subject("subject")
    try form.extras("group", &groups)
  }
}

extension Group: FHIRExtension {
  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.extra("name", &name)
    try form.extras("field", &fields)
    try form.extras("group", &groups)
  }
}
