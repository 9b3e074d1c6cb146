import Foundation
import Labels
package import Policy

/// One adapter link: which adapter translates for which device, and where its messages go.
package struct AdapterLink: Hashable, Sendable {
  /// The file's name without `.json`; a name.
  package let name: String
  /// The adapter, as `hl7v2`.
  package var adapter: String
  /// The compartment to whose cell it publishes.
  package var compartment: String
  /// The principal of that compartment as which it publishes.
  package var principal: String
  /// `HOST:PORT` where it listens for devices.
  package var listen: String
  /// Kind of normalized message, as `observations`, to the name of a flow.
  package var flows: [String: String]
  /// Place or device, never a patient.
  package var subject: String
  /// Minutes east of UTC for device times that say no zone.
  package var zoneMinutes: Int
  /// The name of their zone, as `Europe/Paris`, where clocks change; then the minutes are 0.
  package var zone: String?
  /// What else the adapter understands, by name.
  package var settings: [String: String]

  package init(
    name: String, adapter: String, of owner: PrincipalID, listen: String, subject: String
  ) {
    self.name = name
    self.adapter = adapter
    compartment = owner.compartment
    principal = owner.name
    self.listen = listen
    flows = [:]
    self.subject = subject
    zoneMinutes = 0
    settings = [:]
  }

  /// The file's content.
  package var json: String {
    let flowNames = flows.sorted { $0.key < $1.key }.map { ($0.key, SourceNode.text($0.value)) }
    let others = settings.sorted { $0.key < $1.key }.map { ($0.key, SourceNode.text($0.value)) }
    return SourceNode.map([
      ("adapter", .text(adapter)),
      ("compartment", .text(compartment)),
      ("principal", .text(principal)),
      ("listen", .text(listen)),
      ("subject", .text(subject)),
      ("flows", .map(flowNames)),
      zone.map { ("zone", .text($0)) } ?? ("zoneMinutes", .number(Int64(zoneMinutes))),
      ("settings", .map(others)),
    ]).prettyJSON
  }
}

extension AdapterLink {
  /// Reads a link of a site; unknown and missing keys are refused.
  package init(named name: String, in layout: SiteLayout) throws(SiteError) {
    let path = layout.adapter(name)
    guard Name.isValid(name) else {
      throw SiteError(
        .malformedName, path, "a link's name is 1 to 32 of a-z, 0-9 and -", remedy: "rename it")
    }
    let bytes = try SiteFile.read(
      path, maximumBytes: 1 << 20, remedy: "choose one of the links in \(layout.adapters)")
    let file: LinkFile
    do {
      file = try JSONDecoder().decode(LinkFile.self, from: Data(bytes))
    } catch {
      throw SiteError(
        .malformedLink, path, LinkFile.problem(error), remedy: "correct the file")
    }
    guard !JSONKeys(bytes).haveDuplicate else {
      throw SiteError(.malformedLink, path, "a key stands twice", remedy: "correct the file")
    }
    self.init(
      name: name, adapter: file.adapter, of: PrincipalID(file.compartment, file.principal),
      listen: file.listen, subject: file.subject)
    flows = file.flows
    zoneMinutes = file.zoneMinutes ?? 0
    zone = file.zone
    settings = file.settings ?? [:]
    if let problem { throw SiteError(.malformedLink, path, problem, remedy: "correct the file") }
  }

  /// The names of a site's links, whatever their files hold.
  package static func names(in layout: SiteLayout) throws(SiteError) -> [String] {
    (try SiteFile.names(in: layout.adapters) ?? []).filter { $0.hasSuffix(".json") }
      .map { String($0.dropLast(5)) }
  }

  /// Every link of a site, by name.
  package static func all(in layout: SiteLayout) throws(SiteError) -> [AdapterLink] {
    var links: [AdapterLink] = []
    for name in try names(in: layout) { links.append(try AdapterLink(named: name, in: layout)) }
    return links
  }

  private var problem: String? {
    guard [adapter, compartment, principal].allSatisfy(Name.isValid) else {
      return "adapter, compartment or principal is no name"
    }
    guard Subject.isValid(subject) else { return "the subject breaks the grammar of subjects" }
    guard flows.values.allSatisfy(Name.isValid), flows["quarantine"] != nil else {
      return "flows must name a flow for each kind, and one for quarantine"
    }
    guard let colon = listen.lastIndex(of: ":"), colon > listen.startIndex,
      let port = UInt16(listen[listen.index(after: colon)...]), port > 0
    else { return "listen is not HOST:PORT" }
    guard zone == nil || zoneMinutes == 0 else { return "zone and zoneMinutes say the same twice" }
    return (-14 * 60...14 * 60).contains(zoneMinutes) ? nil : "zoneMinutes is no time zone"
  }
}

/// The file, with every key it may have.
private struct LinkFile: Decodable {
  let adapter: String
  let compartment: String
  let principal: String
  let listen: String
  let flows: [String: String]
  let subject: String
  let zoneMinutes: Int?
  let zone: String?
  let settings: [String: String]?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case adapter, compartment, principal, listen, flows, subject, zoneMinutes, zone, settings
  }

  /// A key of any name, to find those that nobody knows.
  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private struct UnknownKey: Error {
    let name: String
  }

  init(from decoder: any Decoder) throws {
    let known = Set(CodingKeys.allCases.map(\.rawValue))
    let keys = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    if let unknown = keys.first(where: { !known.contains($0) }) { throw UnknownKey(name: unknown) }
    let values = try decoder.container(keyedBy: CodingKeys.self)
    adapter = try values.decode(String.self, forKey: .adapter)
    compartment = try values.decode(String.self, forKey: .compartment)
    principal = try values.decode(String.self, forKey: .principal)
    listen = try values.decode(String.self, forKey: .listen)
    flows = try values.decode([String: String].self, forKey: .flows)
    subject = try values.decode(String.self, forKey: .subject)
    zoneMinutes = try values.decodeIfPresent(Int.self, forKey: .zoneMinutes)
    zone = try values.decodeIfPresent(String.self, forKey: .zone)
    settings = try values.decodeIfPresent([String: String].self, forKey: .settings)
  }

  static func problem(_ error: any Error) -> String {
    switch error {
    case let unknown as UnknownKey: "'\(unknown.name)' is not a key of a link"
    case DecodingError.keyNotFound(let key, _): "'\(key.stringValue)' is missing"
    case DecodingError.typeMismatch(_, let context):
      "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' has another type"
    default: "it is not a JSON object of the one form"
    }
  }
}
