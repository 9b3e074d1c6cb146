import NormalizedFormat
import Testing

/// Whatever is said stands with the one about whom or which it is said.
@Suite struct AttributionTests {
  /// A structure that repeats, and what each repetition of it becomes.
  struct Structure: Sendable, CustomTestStringConvertible {
    let type: String
    /// What stands before all repetitions.
    var head = ""
    /// Names of segments, in the structure's order.
    let group: String
    var testDescription: String { "\(type) \(group)" }

    static let all: [Structure] = [
      Structure(type: "ORU^R01", group: "ORC PRT OBR NTE TQ1 OBX PRT NTE SPM OBX"),
      Structure(type: "OUL^R21", group: "ORC OBR NTE TQ1 OBX NTE"),
      Structure(type: "OUL^R22", group: "SPM OBX SAC OBR ORC NTE TQ1 OBX NTE"),
      Structure(type: "OUL^R22", group: "SPM NTE ORC OBR NTE OBX PRT"),
      Structure(type: "OUL^R23", group: "SPM OBX SAC INV OBR ORC NTE TQ1 OBX NTE"),
      Structure(type: "OUL^R24", group: "OBR ORC NTE TQ1 SPM OBX SAC OBX"),
      Structure(type: "ORM^O01", group: "ORC NTE OBR NTE DG1 OBX NTE"),
      Structure(type: "OML^O21", group: "ORC TQ1 OBR NTE PRT DG1 OBX SPM OBX SAC"),
      Structure(type: "OML^O33", group: "SPM OBX SAC ORC TQ1 OBR NTE DG1 OBX"),
      Structure(type: "OML^O35", group: "SPM PRT SAC ORC OBR NTE OBX"),
      Structure(type: "OML^O39", group: "SPM ORC"),
      Structure(type: "ORL^O34", group: "SPM"),
      Structure(type: "RDE^O11", group: "ORC NTE RXE NTE RXR RXC OBX"),
      Structure(type: "OMN^O07", group: "ORC RQD RQ1 NTE"),
      Structure(type: "VXU^V04", group: "ORC RXA RXR OBX NTE"),
      Structure(type: "ORU^R01", group: "PID PD1 NK1 PV1 PV2 ORC OBR OBX NTE"),
      Structure(type: "ADT^A40", head: "EVN", group: "PID PD1 MRG PV1"),
      Structure(type: "ADT^A08", group: "EVN PID NK1 PV1 PV2 DB1 OBX AL1 DG1"),
      Structure(type: "ADR^A19", group: "EVN PID PD1 NK1 PV1 AL1"),
      Structure(type: "RDR^RDR", group: "QRD QRF PID ORC RXE"),
      Structure(type: "RGR^RGR", group: "QRD ORC RXG"),
      Structure(type: "OPU^R25", head: "PV1", group: "NK1 NK1 PID OBX SPM OBX OBR ORC OBX"),
      Structure(type: "OPU^R25", group: "NK1 SPM OBR OBX"),
      Structure(type: "OPU^R25", group: "PID SPM OBR OBX"),
      Structure(type: "SIU^S12", head: "SCH", group: "PID PV1 DG1"),
    ]

    /// Three repetitions, each of canaries of its own.
    var text: String {
      "MSH|^~\\&|A|B|||2026||\(type)|1|P|2.5\n\(head.isEmpty ? "" : head + "|\n")"
        + (0..<3).map { number in
          let names = group.split(separator: " ").enumerated()
          return names.map { Self.segment(String($1), of: number, at: $0) }.joined()
        }.joined()
    }

    static func canary(_ group: Int, _ segment: Int, _ field: Int) -> String {
      "QZ\(group)X\(segment)F\(field)Q"
    }

    private static func segment(_ name: String, of group: Int, at segment: Int) -> String {
      name + (1...30).map { "|" + canary(group, segment, $0) }.joined() + "\n"
    }

    /// Each repetition's part of the messages.
    func parts(_ messages: [Message]) -> [String] {
      guard messages.count == 1 else { return messages.map { $0.json() } }
      switch messages[0].content {
      case .report(let content): return content.reports.map { "\($0)" }
      case .order(let content): return content.orders.map { "\($0)" }
      case .immunization(let content): return content.immunizations.map { "\($0)" }
      default: return []
      }
    }
  }

  @Test(arguments: Structure.all)
  func `what is said in one repetition of a structure stands in that one`(
    structure: Structure
  ) throws {
    let messages = try Mapped.messages(structure.text)
    let dropped = Set(messages.flatMap { $0.loss?.dropped ?? [] }.map(\.path))
    let parts = structure.parts(messages)
    try #require(parts.count == 3)
    for (number, part) in parts.enumerated() {
      for other in 0..<3 where other != number { #expect(!part.contains("QZ\(other)X")) }
      for (segment, name) in structure.group.split(separator: " ").enumerated() {
        let missing = (1...30).filter { field in
          !part.contains(Structure.canary(number, segment, field))
            && !dropped.contains("\(name)-\(field)")
        }
        #expect(missing == [], "\(name)")
      }
    }
  }

  // MARK: Orders of results

  private func reports(_ type: String, _ segments: String) throws -> [Report] {
    let message = try Mapped.message("MSH|^~\\&|A|B|||2026||\(type)|1|P|2.5\n" + segments)
    guard case .report(let content) = message.content else {
      Issue.record("no report")
      return []
    }
    return content.reports
  }

  private func placers(_ reports: [Report]) -> [[String?]] {
    reports.map { $0.orders.map { $0.placerIdentifiers.first?.value } }
  }

  @Test(arguments: ["OUL^R22", "OUL^R23", "OUL^R24", "OUL^R22^OUL_R22", "OPU^R25"])
  func `an ORC behind its OBR is that one's order`(type: String) throws {
    let reports = try reports(
      type,
      "SPM|1|S1\nOBR|1|P1|F1|GLU\nORC|RE|P1|F1\nNTE|1||said of glucose\nOBX|1|NM|GLU||5\n"
        + "OBR|2|P2|F2|NA\nORC|RE|P2|F2\nTQ1|1||||||||S\nOBX|1|NM|NA||140")
    #expect(placers(reports) == [["P1"], ["P2"]])
    #expect(reports.map { $0.notes.map(\.text) } == [["said of glucose"], []])
    #expect(reports.map { $0.orders.flatMap(\.timings).count } == [0, 1])
    #expect(reports.map(\.results.count) == [1, 1])
  }

  @Test func `an ORC behind the timing of its OBR is that one's order too`() throws {
    let reports = try reports(
      "OUL^R22", "SPM|1\nOBR|1|P1\nTQ1|1||||||||S\nORC|RE|P1\nOBR|2|P2\nORC|RE|P2")
    #expect(placers(reports) == [[nil, "P1"], ["P2"]])
  }

  @Test(arguments: [
    ("OUL^R21", "ORC|RE|P1\nOBR|1|P1\nORC|RE|P2\nOBR|2|P2"),
    ("OUL^R21", "OBR|1|P1\nORC|RE|P2\nOBR|2|P2"),
    ("OUL^R22", "SPM|1|S1\nORC|RE|P1\nOBR|1|P1\nORC|RE|P2\nOBR|2|P2"),
    ("OUL^R22", "SPM|1|S1\nOBR|1|P1\nOBX|1|NM|NA||140\nORC|RE|P2\nOBR|2|P2"),
    ("OUL^R22", "SPM|1|S1\nOBR|1|P1\nSPM|2|S2\nORC|RE|P2\nOBR|2|P2"),
    ("ORU^R01", "OBR|1|P1\nORC|RE|P2\nOBR|2|P2"),
  ])
  func `an ORC before its OBR is that one's order`(type: String, segments: String) throws {
    let reports = try reports(type, segments)
    #expect(reports.map { $0.placerIdentifiers.first?.value } == ["P1", "P2"])
    #expect(reports.last?.orders.map { $0.placerIdentifiers.first?.value } == ["P2"])
    #expect(reports.first?.orders.contains { $0.placerIdentifiers.first?.value == "P2" } == false)
  }

  @Test func `results before the first specimen do not take it from its requests`() throws {
    let reports = try reports(
      "OUL^R22",
      "PID|1||7\nOBX|1|NM|HR||60\nSPM|1|S1\nOBR|1|P1\nORC|RE|P1\nSPM|2|S2\nOBR|2|P2\nORC|RE|P2")
    #expect(reports.map { $0.placerIdentifiers.first?.value } == [nil, "P1", "P2"])
    let specimens = reports.map { $0.specimens.map { $0.identifiers.first?.value } }
    #expect(specimens == [[], ["S1"], ["S2"]])
    #expect(reports.map(\.results.count) == [1, 0, 0])
    #expect(placers(reports) == [[], ["P1"], ["P2"]])
  }

  @Test func `results behind the container of a specimen behind its request are that request's`()
    throws
  {
    let text = "SPM|1|S1\nOBX|1|NM|HEM||12\nSAC|1||C1\nINV|X\nOBX|1|NM|NA||140\n"
    let behind = try reports("OUL^R24", "OBR|1|P1\nORC|RE|P1\n" + text)
    #expect(behind.map(\.results.count) == [1])
    #expect(behind.flatMap(\.specimens).map(\.observations.count) == [1])
    let before = try reports("OUL^R22", text + "OBR|1|P1\nORC|RE|P1")
    #expect(before.map(\.results.count) == [0])
    #expect(before.flatMap(\.specimens).map(\.observations.count) == [2])
  }

  @Test func `a container that no specimen stands before is nobody's`() throws {
    let message = try Mapped.message(
      "MSH|^~\\&|A|B|||2026||OUL^R23|1|P|2.5\nSPM|1|S1\nSAC|1||C1\nOBR|1|P1\nOBX|1|NM|NA||1\n"
        + "SAC|2||C2\nINV|X\nPRT|1|UC|||DOC\nOBR|2|P2\nOBX|1|NM|NA||2")
    guard case .report(let content) = message.content else {
      Issue.record("no report")
      return
    }
    let first = content.reports.flatMap(\.specimens).flatMap(\.details).map(\.name)
    #expect(first == ["SAC-1", "SAC-3", "SAC-1", "SAC-3"])
    #expect(content.reports.flatMap(\.details) == [])
    #expect(message.encounter == nil)
    let names = message.provenance.source.details.map(\.name)
    #expect(names.contains("SAC(2)-3"))
    #expect(names.contains("INV-1"))
    #expect(names.contains("PRT-5"))
  }

  // MARK: Specimens of orders

  private func orders(_ type: String, _ segments: String) throws -> [Order] {
    let message = try Mapped.message("MSH|^~\\&|A|B|||2026||\(type)|1|P|2.5\n" + segments)
    guard case .order(let content) = message.content else {
      Issue.record("no order")
      return []
    }
    return content.orders
  }

  private func specimens(_ orders: [Order]) -> [[String?]] {
    orders.map { order in
      order.items.flatMap(\.specimens).map { $0.identifiers.first?.value }
    }
  }

  @Test(arguments: ["OML^O33", "OML^O35", "OML^O39", "ORL^O34"])
  func `a specimen before its orders is that of all until the next one`(type: String) throws {
    let orders = try orders(
      type,
      "PID|1||7\nSPM|1|S1||BLD\nOBX|1|NM|HEM||12\nORC|NW|P1\nOBR|1|P1||GLU\nORC|NW|P2\n"
        + "OBR|2|P2||NA\nSPM|2|S2||UR\nORC|NW|P3\nTQ1|1||||||||S\nOBR|3|P3||NA\nORC|CA|P4\n"
        + "SPM|3|S3")
    #expect(orders.map { $0.placerIdentifiers.first?.value } == ["P1", "P2", "P3", "P4", nil])
    #expect(specimens(orders) == [["S1"], ["S1"], ["S2"], ["S2"], ["S3"]])
    #expect(orders.map(\.items.count) == [1, 1, 1, 1, 1])
    let rows = orders.map { $0.items.flatMap(\.specimens).flatMap(\.observations).count }
    #expect(rows == [1, 1, 0, 0, 0])
  }

  @Test func `a specimen behind its order is that order's`() throws {
    let orders = try orders(
      "OML^O21", "ORC|NW|P1\nOBR|1|P1||GLU\nSPM|1|S1\nORC|NW|P2\nOBR|2|P2||NA\nSPM|1|S2")
    #expect(specimens(orders) == [["S1"], ["S2"]])
  }

  @Test func `a request without an ORC behind another specimen is no part of the order before it`()
    throws
  {
    let orders = try orders(
      "OML^O33", "SPM|1|S1\nORC|NW|P1\nOBR|1|P1||GLU\nSPM|2|S2\nTQ1|1||||||||S\nOBR|2|P2||NA")
    #expect(specimens(orders) == [["S1"], ["S2"]])
    #expect(orders.map { $0.items.map(\.code?.codings.first?.code) } == [["GLU"], ["NA"]])
    #expect(orders.flatMap(\.timings) == [])
    #expect(orders.flatMap(\.items).flatMap(\.timings) == [])
  }

  @Test func `results of earlier orders end where the next specimen begins`() throws {
    let orders = try orders(
      "OML^O33",
      "PID|1||7\nSPM|1|S1\nORC|NW|P1\nOBR|1|P1||GLU\nPID|1||7\nORC|PR|OLD\nOBR|1|OLD||HB\n"
        + "SPM|2|S2\nORC|NW|P2\nOBR|2|P2||NA")
    #expect(orders.map { $0.placerIdentifiers.first?.value } == ["P1", "P2"])
    #expect(specimens(orders) == [["S1"], ["S2"]])
    let prior = orders.map { $0.items.flatMap(\.priorReports).map(\.orders.count) }
    #expect(prior == [[1], []])
  }

  @Test func `an ORC that does not say what it is of begins an order, not a result`() throws {
    let orders = try orders(
      "OML^O21",
      "PID|1||7\nORC|NW|P1\nOBR|1|P1||GLU\nPID|1||7\nOBR|1|OLD||HB\nOBX|1|NM|HB||9\nORC||P2\n"
        + "OBR|2|P2||NA")
    #expect(orders.map { $0.placerIdentifiers.first?.value } == ["P1", "P2"])
    #expect(orders.first?.items.first?.priorReports.count == 1)
  }

  @Test func `what a requisition says in its second segment is of the same item`() throws {
    let orders = try orders("OMN^O07", "ORC|NW|P1\nRQD|1|X\nRQ1|5\nRQD|2|Y\nNTE|1||z\nRQ1|6")
    let items = orders.flatMap(\.items)
    #expect(items.map { $0.details.filter { $0.name == "RQ1-1" }.map(\.value) } == [["5"], ["6"]])
    #expect(try self.orders("ORM^O01", "ORC|NW\nRQ1|5\nRQ1|6").flatMap(\.items).count == 2)
  }
}
