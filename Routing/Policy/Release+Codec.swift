import CBOR
import Cryptography

extension Release {
  /// Decodes exactly one release: deterministic CBOR, no key more and none less, and every rule
  /// that needs no other document.
  package init(encoded bytes: [UInt8]) throws(DocumentFault) {
    var map = try DocumentMap(
      bytes, as: DocumentFormat.release, upTo: PolicyLimit.releaseBytesMax)
    site = try map.optionalName("site")
    integrator = try map.optionalName("integrator")
    adapters = try map.adapters()
    version = try map.text("version")
    executable = try DocumentLeaf(try map.value("executable"), "executable").digest()
    issued = try map.number("issued", upTo: PolicyLimit.timeMax)
    expires = nil
    if map.has("expires") { expires = try map.number("expires", upTo: PolicyLimit.timeMax) }
    notes = try map.optionalText("notes")
    try map.finish()
    try check()
  }

  /// The one encoding; refuses a release that could not be decoded again.
  package func encoded() throws(DocumentFault) -> [UInt8] {
    try check()
    return try CBORValue.document([
      (DocumentFormat.key, .text(DocumentFormat.release)),
      ("site", site.map { .text($0) }),
      ("integrator", integrator.map { .text($0) }),
      ("adapters", .list(adapters) { .text($0) }),
      ("version", .text(version)),
      ("executable", .byteString(executable.bytes)),
      ("issued", .integer(issued)),
      ("expires", expires.map { .integer($0) }),
      ("notes", notes.map { .text($0) }),
    ]).encodedDocument()
  }
}
