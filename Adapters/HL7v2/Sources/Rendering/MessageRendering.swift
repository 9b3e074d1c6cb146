import AdapterKit
import NormalizedFormat

/// Writes one message: its header, whom it is about, and its content, in the order of segments that
/// the standard has for it. It mirrors `Mapping`: what the reader makes of its text is the message
/// again.
struct MessageRendering {
  let message: Message
  let version: RenderedVersion
  /// Whether the message came of HL7 v2, so that what it does not say the source did not say.
  let isNative: Bool
  private(set) var writer: SegmentWriter
  private var numbers: [String: Int] = [:]
  private var last = ""
  /// What the header's details have of other segments.
  var kept = DetailRuns([])

  init(_ message: Message) {
    self.message = message
    let source = message.provenance.source
    isNative = source.standard == HL7v2Adapter.standard
    version = RenderedVersion(isNative ? source.version : nil)
    var isUnderZone = false
    if case .stated = message.provenance.created?.zone { isUnderZone = true }
    writer = SegmentWriter(isUnderZone: isUnderZone)
  }

  // MARK: Segments

  /// Segments that are numbered from 1 by their first field, and which segment begins anew.
  private static let numbered: [String: Set<String>] = [
    "PID": [], "NK1": [], "AL1": [], "IAM": [], "DG1": ["ORC", "OBR"], "PR1": [], "GT1": [],
    "IN1": [], "PV1": [], "OBR": [], "OBX": ["OBR", "SPM", "ORC", "RXA"], "SPM": [],
    "TQ1": ["ORC", "OBR", "SCH"], "TXA": [], "RQD": [], "AIS": ["RGS"], "AIG": ["RGS"],
    "AIL": ["RGS"], "AIP": ["RGS"],
  ]

  /// Writes a segment, with its number where it has one.
  mutating func write(_ draft: SegmentDraft) {
    var draft = draft
    let name = draft.name
    for (other, starts) in Self.numbered where starts.contains(name) { numbers[other] = 0 }
    if name == "NTE" {
      if last != "NTE" { numbers[name] = 0 }
    }
    if name == "NTE" || Self.numbered[name] != nil {
      numbers[name, default: 0] += 1
      draft.number(numbers[name, default: 1])
    }
    last = name
    writer.write(draft)
  }

  /// Writes what a segment of the source left and nothing else is known of.
  mutating func write(_ run: DetailRun) { write(SegmentDraft(run.segment, run)) }

  /// Writes a segment for each item. What a segment of the source left goes to the next item that
  /// it agrees with; what agrees with none stands alone.
  mutating func write<Item>(
    _ items: [Item], _ runs: [DetailRun], _ draft: (Item, DetailRun?) -> SegmentDraft
  ) {
    var next = 0
    for run in runs {
      // With many items nothing is sought far away.
      let near = next..<min(items.count, next + 32)
      let found = near.first { !draft(items[$0], run).hasConflict }
      for at in next..<(found ?? next) { write(draft(items[at], nil)) }
      write(found.map { draft(items[$0], run) } ?? SegmentDraft(run.segment, run))
      if let found { next = found + 1 }
    }
    for item in items.dropFirst(next) { write(draft(item, nil)) }
  }

  /// Writes segments that the reader keeps whole as details, and would keep again: none that begins
  /// a message, a patient or a part of the content, and no local ones, which nobody understood.
  mutating func writeKept(_ runs: [DetailRun], seconds: Set<String> = []) {
    for run in runs where run.patient == nil {
      let isSecond = run.ordinal > 1 && hasOnce.contains(run.segment)
      guard isSecond || seconds.contains(run.segment) || !isStructural(run.segment),
        run.segment.first != "Z"
      else { continue }
      write(run)
    }
  }

  /// Of which a message has one, and has it: another one is a detail.
  private var hasOnce: Set<String> {
    var names: Set<String> = []
    if message.patient != nil { names.insert("PD1") }
    if message.encounter != nil { names.formUnion(["PV1", "PV2"]) }
    return names
  }

  /// Whether a segment is one that the reader has a place for.
  private func isStructural(_ name: String) -> Bool {
    Self.ofEach.contains(name) || ofContent.contains(name)
  }

  private static let ofEach: Set<String> = [
    "MSH", "FHS", "BHS", "BTS", "FTS", "SFT", "UAC", "PID", "PD1", "NK1", "PV1", "PV2", "AL1",
    "IAM", "DG1", "PR1", "GT1", "IN1",
  ]

  private var ofContent: Set<String> {
    switch message.content {
    case .observations, .alert: ["ORC", "OBR", "OBX"]
    case .report: ["ORC", "OBR", "OBX", "SPM"]
    case .admission: ["EVN", "MRG", "OBX"]
    case .order:
      [
        "ORC", "OBR", "OBX", "SPM", "RXO", "RXE", "RXD", "RXG", "RXA", "RXC", "RXR", "ODS", "ODT",
        "RQD",
      ]
    case .document: ["EVN", "ORC", "OBR", "OBX", "TXA"]
    case .appointment: ["SCH", "RGS", "AIS", "AIG", "AIL", "AIP", "OBX"]
    case .immunization: ["ORC", "OBX", "RXA", "RXR"]
    case .other, .imaging, .position, .deviceStatus, .quarantine: []
    }
  }

  /// Remarks; of those that have details the reader keeps these beside the content.
  mutating func write(_ notes: [Note], _ runs: inout DetailRuns) {
    let own = runs.takeAll { $0.segment == "NTE" && $0.ordinal == 1 && !$0.has(3) }
    write(notes, own) { note, run in SegmentDraft(note, run) }
  }

  mutating func write(_ notes: [Note]) {
    for note in notes { write(SegmentDraft(note, nil)) }
  }
}

extension SegmentDraft {
  /// NTE.
  init(_ note: Note, _ run: DetailRun?) {
    self.init("NTE", run)
    put(2, note.source)
    put(3, note.text)
    put(4, note.type)
    add(5, note.authors)
    put(6, note.time)
  }
}
