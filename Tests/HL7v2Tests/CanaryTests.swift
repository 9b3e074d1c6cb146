import AdapterKit
import AdapterTesting
import HL7v2
import NormalizedFormat
import Testing

/// Segments full of things that occur nowhere else: each must come out somewhere.
@Suite struct CanaryTests {
  /// What every leaf of a segment is made of.
  enum Filling: CaseIterable, Sendable {
    case words, numbers, fractions, moments

    /// The text of the n-th leaf, and what it may look like when it comes out.
    func leaf(_ number: Int) -> (text: String, traces: [String]) {
      let digits = String(10_000 + number)
      switch self {
      case .words: return ("QZX" + digits, ["QZX" + digits])
      case .numbers: return ("74" + digits, ["74" + digits])
      case .fractions: return ("74" + digits + ".0", ["74" + digits])
      case .moments:
        let (minute, second) = (number / 60 % 60, number % 60)
        let clock = [number / 3_600 + 1, minute, second].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return (
          "20310207" + clock.joined() + "+0000",
          ["20310207" + clock.joined(), "2031-02-07T" + clock.joined(separator: ":")]
        )
      }
    }

    /// Everything in a text that begins as a trace does, cut to a trace's length.
    func traces(in text: String) -> Set<String> {
      let bytes = Array(text.utf8)
      var found: Set<String> = []
      for trace in leaf(0).traces {
        let begin = Array(trace.utf8.prefix(self == .moments ? 8 : 2))
        let count = trace.utf8.count
        for at in bytes.indices where bytes[at] == begin[0] && at + count <= bytes.count {
          guard bytes[at..<(at + begin.count)].elementsEqual(begin) else { continue }
          found.insert(String(decoding: bytes[at..<(at + count)], as: UTF8.self))
        }
      }
      return found
    }
  }

  /// A segment, and what must stand before it for its message to know it.
  struct Subject: Sendable, CustomTestStringConvertible {
    let segment: String
    let before: String
    var testDescription: String { "\(segment) after \(before)" }

    init(_ segment: String, after before: String) {
      self.segment = segment
      self.before = before
    }

    static let all: [Subject] = [
      Subject("EVN", after: "ADT^A01"), Subject("PID", after: "ADT^A01"),
      Subject("PD1", after: "ADT^A01\rPID|1"), Subject("NK1", after: "ADT^A01\rPID|1"),
      Subject("PV1", after: "ADT^A01\rPID|1"), Subject("PV2", after: "ADT^A01\rPID|1"),
      Subject("AL1", after: "ADT^A01"), Subject("IAM", after: "ADT^A01"),
      Subject("DG1", after: "ADT^A01"), Subject("PR1", after: "ADT^A01"),
      Subject("GT1", after: "ADT^A01"), Subject("IN1", after: "ADT^A01"),
      Subject("IN2", after: "ADT^A01\rIN1|1"), Subject("MRG", after: "ADT^A40"),
      Subject("ROL", after: "ADT^A01"), Subject("ROL", after: "ADT^A01\rPV1|1|I"),
      Subject("NTE", after: "ADT^A01"), Subject("NTE", after: "ORM^O01\rORC|NW"),
      Subject("NTE", after: "BAR^P01\rACC|1"), Subject("NTE", after: "ORU^R01\rOBR|1"),
      Subject("PID", after: "ADT^A17\rPID|1||7"), Subject("PD1", after: "ADT^A17\rPID|1\rPID|2"),
      Subject("PV1", after: "ADT^A17\rPID|1\rPID|2"), Subject("PV1", after: "ADT^A45\rPV1|1|I"),
      Subject("ORC", after: "ORM^O01"), Subject("ORC", after: "ORU^R01"),
      Subject("OBR", after: "ORM^O01\rORC|NW"), Subject("OBR", after: "ORU^R01"),
      Subject("OBR", after: "ORU^R01\rORC|RE"), Subject("TQ1", after: "ORM^O01\rORC|NW"),
      Subject("TQ1", after: "ORM^O01\rORC|NW\rOBR|1"), Subject("TQ1", after: "ORU^R01\rORC|RE"),
      Subject("TQ1", after: "ORU^R01"), Subject("TQ1", after: "VXU^V04\rORC|RE"),
      Subject("TQ1", after: "VXU^V04"), Subject("TQ1", after: "MDM^T02"),
      Subject("OBX", after: "ORU^R01\rOBR|1"), Subject("OBX", after: "ORU^R01\rOBR|1\rSPM|1"),
      Subject("SPM", after: "ORU^R01\rOBR|1"), Subject("SPM", after: "OUL^R22"),
      Subject("SPM", after: "OML^O21\rORC|NW\rOBR|1"), Subject("SAC", after: "OUL^R22\rSPM|1"),
      Subject("PRT", after: "ORU^R01\rOBR|1"), Subject("PRT", after: "ORU^R01\rORC|RE"),
      Subject("PRT", after: "ORU^R01\rOBR|1\rOBX|1|ST|X||y"), Subject("PRT", after: "ORU^R01"),
      Subject("PRT", after: "OML^O21\rORC|NW\rOBR|1"), Subject("PRT", after: "OUL^R22\rSPM|1"),
      Subject("RXO", after: "RDE^O11\rORC|NW"), Subject("RXE", after: "RDE^O11\rORC|NW"),
      Subject("RXD", after: "RDS^O13\rORC|NW"), Subject("RXG", after: "RGV^O15\rORC|NW"),
      Subject("RXA", after: "RAS^O17\rORC|NW"), Subject("RXR", after: "RDE^O11\rRXE|1"),
      Subject("RXC", after: "RDE^O11\rRXE|1"), Subject("RXR", after: "RDE^O11"),
      Subject("ODS", after: "OMD^O03\rORC|NW"), Subject("ODT", after: "OMD^O03\rORC|NW"),
      Subject("RQD", after: "OMN^O07\rORC|NW"), Subject("RXA", after: "VXU^V04\rORC|RE"),
      Subject("RXR", after: "VXU^V04\rRXA|1"), Subject("RXR", after: "VXU^V04"),
      Subject("TXA", after: "MDM^T02"), Subject("TXA", after: "MDM^T02\rTXA|1"),
      Subject("SCH", after: "SIU^S12"), Subject("RGS", after: "SIU^S12\rSCH|1"),
      Subject("AIS", after: "SIU^S12\rRGS|1"), Subject("AIG", after: "SIU^S12\rRGS|1"),
      Subject("AIL", after: "SIU^S12\rRGS|1"), Subject("AIP", after: "SIU^S12\rRGS|1"),
      Subject("FT1", after: "DFT^P03"), Subject("OBX", after: "MDM^T02\rTXA|1"),
      Subject("OBX", after: "VXU^V04\rRXA|1"), Subject("OBX", after: "ADT^A01"),
      Subject("OBX", after: "ORU^R01^MDC\rOBR|1\rOBX|1|NM|1^A^MDC|1.1.1.1|7"),
      Subject("OBR", after: "ORU^R01^MDC\rOBX|1|NM|1^A^MDC|1.1.1.1|7"),
      Subject("PRT", after: "ORU^R01^MDC\rOBX|1|NM|1^A^MDC|1.1.1.1|7"),
      Subject("ORC", after: "ORU^R01^MDC\rOBX|1|NM|1^A^MDC|1.1.1.1|7"),
      Subject("OBR", after: "ORU^R40"), Subject("ORC", after: "ORU^R40\rOBR|1||7"),
      Subject("OBX", after: "ORU^R40\rOBR|1||7"), Subject("OBX", after: event),
      Subject("OBX", after: event + "\rOBX|2|ST|68481^MDC_ATTR_EVENT_PHASE^MDC|1.1.1.1.3|start"),
      Subject("PRT", after: event), Subject("PRT", after: event + "\rOBX|2|NM|1^A^MDC|1.1.1.1.2|7"),
      Subject("NTE", after: event), Subject("PRT", after: "ORU^R40"),
      Subject("PD1", after: prior), Subject("PV1", after: prior), Subject("ORC", after: prior),
      Subject("OBR", after: prior), Subject("OBX", after: prior), Subject("NTE", after: prior),
      Subject("SPM", after: prior), Subject("TQ1", after: prior),
      Subject("SPM", after: "OML^O33"), Subject("SAC", after: "OML^O33\rSPM|1"),
      Subject("SAC", after: "OML^O35\rSPM|1\rORC|NW"), Subject("PRT", after: "OML^O33\rSPM|1"),
      Subject("OBX", after: "OML^O33\rSPM|1"), Subject("DG1", after: "OML^O33\rSPM|1"),
      Subject("ORC", after: "OUL^R22\rOBR|1"), Subject("SAC", after: "OUL^R23\rSPM|1\rOBR|1"),
      Subject("PRT", after: "OUL^R21\rSAC|1"), Subject("RQ1", after: "OMN^O07\rORC|NW\rRQD|1"),
      Subject("OBX", after: "ADT^A17\rPID|1\rPID|2"),
      Subject("NTE", after: "ADT^A24\rPID|1\rPID|2"),
      Subject("EVN", after: "ADT^A17\rPID|1\rPID|2"), Subject("NK1", after: "OPU^R25\rSPM|1"),
    ]

    private static let event = "ORU^R40\rOBR|1||7\rOBX|1|ST|196648^MDC_EVT_HI^MDC|1.1.1.1.1|high"
    private static let prior = "OML^O21\rPID|1||7\rORC|NW\rOBR|1\rPID|1||7"
  }

  private struct Full {
    var text: String
    var leaves: [(path: String, traces: [String])] = []
    private var hole = 0

    /// A segment whose every field has components, and whose every third component has
    /// subcomponents.
    init(_ name: String, fields: Int, components: Int, subcomponents: Int, _ filling: Filling) {
      text = name
      fill(name, 1...fields, components, subcomponents, filling)
    }

    /// An OBX with a number and much around it; one component of each field is left empty.
    init(components: Int, subcomponents: Int, hole: Int, _ filling: Filling) {
      text = "OBX|1|NM|A^Alpha^L|1.1.1.1|7"
      self.hole = hole
      fill("OBX", 6...30, components, subcomponents, filling)
    }

    /// An OBX with a value of a type.
    init(type: String, components: Int, subcomponents: Int, _ filling: Filling) {
      text = "OBX|1|\(type)|A^Alpha^L|"
      fill("OBX", 5...5, components, subcomponents, filling)
    }

    private mutating func fill(
      _ name: String, _ fields: ClosedRange<Int>, _ components: Int, _ subcomponents: Int,
      _ filling: Filling
    ) {
      for field in fields {
        text += "|"
        for component in 1...components {
          if component > 1 { text += "^" }
          if component == hole { continue }
          for subcomponent in 1...subcomponents {
            if subcomponent > 1 { text += "&" }
            let (leaf, traces) = filling.leaf(leaves.count)
            text += leaf
            leaves.append(("\(name)-\(field).\(component).\(subcomponent)", traces))
          }
        }
      }
    }
  }

  private func normalized(_ text: String, after before: String) throws -> Normalization {
    let head = "MSH|^~\\&|A|B|C|D|20260101120000+0000||"
    let lines = before.split(separator: "\r", maxSplits: 1).map(String.init)
    let rest = lines.count > 1 ? "\r" + lines[1] : ""
    let bytes = Array((head + lines[0] + "|1|P|2.5.1" + rest + "\r" + text).utf8)
    let adapter = try HL7v2Adapter(AdapterConfiguration())
    return try adapter.normalize(
      Conformance<HL7v2Adapter>.raw(bytes), context: Conformance<HL7v2Adapter>.context)
  }

  private func lost(_ full: Full, _ subject: Subject, _ filling: Filling) throws -> [String] {
    let normalization = try normalized(full.text, after: subject.before)
    let said = filling.traces(in: normalization.messages.map { $0.json() }.joined())
    let dropped = Set(normalization.messages.flatMap { $0.loss?.dropped ?? [] }.map(\.path))
    return full.leaves.compactMap { leaf in
      let field = String(leaf.path.prefix { $0 != "." })
      return leaf.traces.contains(where: said.contains) || dropped.contains(field)
        ? nil : leaf.path
    }
  }

  @Test(arguments: Subject.all, Filling.allCases)
  func `nothing of a segment full of components is lost`(
    subject: Subject, filling: Filling
  ) throws {
    let full = Full(
      subject.segment, fields: 55, components: 16, subcomponents: 1, filling)
    let lost = try lost(full, subject, filling)
    #expect(lost == [])
  }

  @Test(arguments: Subject.all, Filling.allCases)
  func `nothing of a segment full of subcomponents is lost`(
    subject: Subject, filling: Filling
  ) throws {
    let full = Full(
      subject.segment, fields: 55, components: 9, subcomponents: 3, filling)
    let lost = try lost(full, subject, filling)
    #expect(lost == [])
  }

  @Test(
    arguments: [
      "NM", "SN", "CQ", "CE", "CWE", "CNE", "CF", "IS", "ID", "DT", "DTM", "TS", "TM", "DR", "NR",
      "NA", "ED", "RP", "EI", "CX", "ST", "TX", "FT", "XX", "",
    ], Filling.allCases)
  func `nothing of a value of any type is lost`(type: String, filling: Filling) throws {
    let subject = Subject("OBX", after: "ORU^R01\rOBR|1")
    for (components, subcomponents) in [(1, 1), (3, 1), (16, 1), (9, 3)] {
      let full = Full(
        type: type, components: components, subcomponents: subcomponents, filling)
      let lost = try lost(full, subject, filling)
      #expect(lost == [])
    }
  }

  @Test(
    arguments: ["ORU^R01\rOBR|1", "ORU^R01^MDC\rOBR|1\rOBX|1|NM|1^A^MDC|1.1.1.1|7"],
    Filling.allCases)
  func `a row that says what the one before it said loses nothing either`(
    before: String, filling: Filling
  ) throws {
    let shapes =
      [(1, 1, 0), (16, 1, 0), (9, 3, 0)] + (1...9).flatMap { [(9, 1, $0), (6, 1, $0), (3, 3, $0)] }
    for (components, subcomponents, hole) in shapes {
      let row = Full(
        components: components, subcomponents: subcomponents, hole: hole, filling
      ).text
      let rows = try normalized("\(row)\r\(row)", after: before).messages[0].content.rows
      #expect(rows.count >= 2)
      #expect(rows.suffix(2).first == rows.last)
    }
  }

  @Test(arguments: Subject.all, Filling.allCases)
  func `nothing of a segment of plain fields is lost`(subject: Subject, filling: Filling) throws {
    let full = Full(subject.segment, fields: 55, components: 1, subcomponents: 1, filling)
    let lost = try lost(full, subject, filling)
    #expect(lost == [])
  }
}
