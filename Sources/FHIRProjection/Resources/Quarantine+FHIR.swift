import NormalizedFormat

/// What was not understood is a document of its own bytes. Binary would hold them too, but says
/// neither whose nor why, and takes no extension.
extension Quarantine: FHIRResource {
  static let resourceType = "DocumentReference"

  mutating func map(_ form: inout Form) throws(FHIRError) {
    form.derived("status", .string("current"))
    form.derived("docStatus", .string("preliminary"))
    form.derived("type", Namespace.concept(Namespace.codes + "kind", "quarantine"))
    try form.subject("subject")
    try form.element("detail", &detail, as: "description")
    try form.group("content", isArray: true) { form throws(FHIRError) in
      try form.group("attachment") { form throws(FHIRError) in
        try form.demanded(
          "mediaType", &mediaType, as: "contentType", like: CodeText.self,
          default: .string("application/octet-stream"))
        var bytes: [UInt8]? = raw
        try form.element("raw", &bytes, as: "data", like: Binary.self)
        guard form.isReading else { return }
        guard let bytes else { throw FHIRError(.missing, at: form.offset) }
        raw = bytes
      }
    }
    try form.extra("reason", &reason)
    try form.extra("place", &place)
    try form.extra("offset", &offset)
    try form.extra("part", &part)
  }
}

extension QuarantinePart: FHIRExtension {
  mutating func map(_ form: inout Form) throws(FHIRError) {
    try form.extra("index", &index)
    try form.extra("count", &count)
    try form.digest("sha256", &sha256)
    try form.extra("bytes", &bytes)
  }
}

extension Form {
  /// A digest, as an extension in hexadecimal.
  mutating func digest(_ field: StaticString, _ value: inout [UInt8]) throws(FHIRError) {
    var digest = Digest(value)
    try extra(field, &digest)
    value = digest.content
  }
}
