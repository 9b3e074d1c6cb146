package import CBOR
import Cryptography
import Labels

extension Charter {
  /// Decodes exactly one charter: deterministic CBOR, no key more and none less, and every rule
  /// that needs no other document.
  package init(encoded bytes: [UInt8]) throws(DocumentFault) {
    try self.init(try CBORValue(document: bytes))
  }

  /// Reads a charter's tree.
  package init(_ value: CBORValue) throws(DocumentFault) {
    var map = try DocumentMap(value, as: DocumentFormat.charter)
    site = try map.name("site")
    edition = try Edition(from: &map)
    roots = try KeyQuorum(try map.value("roots"), "roots")
    scheme = try LabelScheme(try map.value("labels"), "labels")
    compartments = try map.list("compartments", upTo: PolicyLimit.compartmentsMax) {
      value, place throws(DocumentFault) in try CharteredCompartment(value, place)
    }
    adapterRelease = nil
    if let release = map.optional("adapter-release") {
      adapterRelease = try KeyQuorum(release, "adapter-release")
    }
    partners = try map.list("partners", upTo: PolicyLimit.partnersMax) {
      value, place throws(DocumentFault) in try Partner(value, place)
    }
    revocations = try Revocations(try map.value("revocations"), "revocations")
    suites = try map.listIfPresent("suites", upTo: PolicyLimit.suitesMax) {
      value, place throws(DocumentFault) in try DocumentLeaf(value, place).name()
    }
    try map.finish()
    try check()
  }

  /// The one encoding; refuses a charter that could not be decoded again.
  package func encoded() throws(DocumentFault) -> [UInt8] {
    try check()
    return try value.encodedDocument()
  }

  /// The charter as a tree, for showing it.
  package var value: CBORValue {
    .document(
      [(DocumentFormat.key, .text(DocumentFormat.charter)), ("site", .text(site))]
        + edition.pairs + [
          ("roots", roots.value),
          ("labels", scheme.value),
          ("compartments", .list(compartments) { $0.value }),
          ("adapter-release", adapterRelease?.value),
          ("partners", .list(partners) { $0.value }),
          ("revocations", revocations.value),
          ("suites", .listUnlessEmpty(suites) { .text($0) }),
        ])
  }
}

extension CharteredCompartment {
  init(_ value: CBORValue, _ place: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    name = try map.name("name")
    authority = try KeyQuorum(try map.value("authority"), map.at("authority"))
    endpoint = try map.text("endpoint")
    curveKey = try map.curveKey("curve-key")
    minimumVersion = UInt64(
      try map.number("minimum-version", upTo: Int64(PolicyLimit.versionMax)))
    isClosed = try map.flag("closed")
    ledgerKey = try map.optionalKey("ledger-key")
    try map.finish()
  }

  var value: CBORValue {
    .document([
      ("name", .text(name)),
      ("authority", authority.value),
      ("endpoint", .text(endpoint)),
      ("curve-key", .byteString(curveKey.bytes)),
      ("minimum-version", .unsigned(minimumVersion)),
      ("closed", .boolean(isClosed)),
      ("ledger-key", ledgerKey.map { .key($0) }),
    ])
  }
}

extension Partner {
  init(_ value: CBORValue, _ place: String) throws(DocumentFault) {
    var map = try DocumentMap(value, at: place)
    site = try map.name("site")
    roots = try KeyQuorum(try map.value("roots"), map.at("roots"))
    clearance = try map.clearance("clearance")
    try map.finish()
  }

  var value: CBORValue {
    .document([
      ("site", .text(site)), ("roots", roots.value), ("clearance", .clearance(clearance)),
    ])
  }
}

extension CBORValue {
  /// Decodes a document's bytes within the bound.
  init(document bytes: [UInt8]) throws(DocumentFault) {
    guard bytes.count <= PolicyLimit.documentBytesMax else {
      throw DocumentFault(.tooLarge, at: "")
    }
    do throws(CBORError) {
      try self.init(decoding: bytes)
    } catch {
      throw DocumentFault(.malformedEncoding, at: "byte \(error.offset)")
    }
  }

  func encodedDocument() throws(DocumentFault) -> [UInt8] {
    let bytes: [UInt8]
    do throws(CBORError) {
      bytes = try encoded()
    } catch {
      throw DocumentFault(.malformedEncoding, at: "")
    }
    guard bytes.count <= PolicyLimit.documentBytesMax else {
      throw DocumentFault(.tooLarge, at: "")
    }
    return bytes
  }
}
