import Labels

extension PolicyGraph {
  /// The graph as SVG: a column a compartment, a row a flow, and on a flow's row a dot where it is
  /// published and an arrow where it arrives.
  package func svg(title: String? = nil) -> String {
    var drawing = GraphDrawing(self)
    return drawing.document(title: title ?? "flows of \(site)")
  }
}

/// Lays the graph out and draws it.
private struct GraphDrawing {
  private let graph: PolicyGraph
  private var svg = SVGText()
  private let left: Int
  private let top: Int
  private let places: [String: Int]

  private static let columnWidth = 64
  private static let rowHeight = 22
  /// Of the 11 px monospace in which rows are named.
  private static let letterWidth = 7
  private static let margin = 16

  init(_ graph: PolicyGraph) {
    self.graph = graph
    let row = graph.rows.map { Self.label($0).count }.max() ?? 0
    left = Self.margin * 2 + max(row, 24) * Self.letterWidth
    let name = graph.columns.map(\.count).max() ?? 0
    // Names stand at 45 degrees; 0.71 is its sine.
    top = 64 + name * Self.letterWidth * 71 / 100
    places = Dictionary(
      graph.columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private var bottom: Int { top + graph.rows.count * Self.rowHeight }
  private var width: Int {
    left + graph.columns.count * Self.columnWidth
      + (graph.columns.map(\.count).max() ?? 0) * Self.letterWidth * 71 / 100 + Self.margin
  }

  mutating func document(title: String) -> String {
    svg.box((0, 0), width: width, height: bottom + 56, "paper")
    svg.text(title, (Self.margin, 24), "title")
    bands()
    for name in graph.columns { column(name) }
    for (number, row) in graph.rows.enumerated() { draw(row, top + number * Self.rowHeight + 11) }
    legend()
    return svg.document(width: width, height: bottom + 56, title: title, style: Self.style)
  }

  private func x(_ compartment: String) -> Int {
    left + (places[compartment] ?? 0) * Self.columnWidth + Self.columnWidth / 2
  }

  private static func label(_ row: PolicyGraph.Row) -> String {
    "\(row.flow)  \(row.publishers) pub \(row.readers) sub"
  }

  /// Every other compartment's rows stand on a shade, so that the eye keeps its line.
  private mutating func bands() {
    var (start, shaded) = (0, false)
    for number in graph.rows.indices {
      let next = number + 1
      let isLast =
        next == graph.rows.count
        || graph.rows[next].flow.compartment != graph.rows[number].flow.compartment
      guard isLast else { continue }
      if shaded {
        svg.box(
          (Self.margin / 2, top + start * Self.rowHeight),
          width: left + graph.columns.count * Self.columnWidth - Self.margin / 2,
          height: (next - start) * Self.rowHeight, "band")
      }
      (start, shaded) = (next, !shaded)
    }
  }

  private mutating func column(_ name: String) {
    svg.line((x(name), top - 8), (x(name), bottom), "column")
    svg.text(name, (x(name) - 2, top - 14), "name", turned: -45)
  }

  private mutating func draw(_ row: PolicyGraph.Row, _ y: Int) {
    let style = row.service.rawValue
    let home = x(row.flow.compartment)
    svg.text(Self.label(row), (Self.margin, y + 4), row.ends.isEmpty ? "quiet" : "row")
    let ends = row.ends.filter { places[$0.key] != nil }.sorted { x($0.key) < x($1.key) }
    for side in [true, false] {
      let reached = ends.filter { (x($0.key) > home) == side }
      let open = reached.filter { $0.value.isOpen }.map { x($0.key) }
      if let far = side ? open.max() : open.min() { svg.line((home, y), (far, y), "way \(style)") }
      let stopped = reached.filter { !$0.value.isOpen }.map { x($0.key) }
      if let far = side ? stopped.max() : stopped.min() { svg.line((home, y), (far, y), "stopped") }
      for end in reached { draw(end.value, (x(end.key), y), pointsRight: side, style) }
    }
    svg.circle((home, y), radius: 5, "dot \(style)")
  }

  private mutating func draw(
    _ end: PolicyGraph.End, _ at: (x: Int, y: Int), pointsRight: Bool, _ style: String
  ) {
    let beside = (x: at.x + (pointsRight ? 3 : -3), y: at.y - 2)
    let anchor = pointsRight ? "after" : "before"
    switch end {
    case .open(let level):
      svg.arrow(at, pointsRight: pointsRight, "dot \(style)")
      svg.text(level.code, beside, "class \(anchor)")
    case .stopped(let reason):
      svg.arrow(at, pointsRight: pointsRight, "hollow")
      svg.text("\(reason.code)", beside, "code \(anchor)")
    case .exportOnly:
      svg.arrow(at, pointsRight: pointsRight, "hollow")
      svg.text("export", beside, "code \(anchor)")
    case .importOnly:
      svg.arrow(at, pointsRight: pointsRight, "hollow")
      svg.text("import", beside, "code \(anchor)")
    }
  }

  private mutating func legend() {
    var place = Self.margin
    let y = bottom + 24
    for service in ServiceClass.allCases {
      svg.circle((place + 5, y - 4), radius: 5, "dot \(service.rawValue)")
      svg.text(service.rawValue, (place + 16, y), "row")
      place += 24 + service.rawValue.count * Self.letterWidth + 12
    }
    svg.text(
      "dot: published here; arrow: arrives, up to this class", (place, y), "row")
    svg.text(
      "hollow: nothing arrives, by this code, or because only one half of the link is there",
      (Self.margin, y + 18), "row")
  }

  private static let style = [
    ".paper{fill:#fff}.band{fill:#f3f5f7}",
    "text{font-family:'DejaVu Sans Mono',Menlo,Consolas,monospace;font-size:11px;fill:#1b1f24}",
    ".title{font-size:14px;font-weight:bold}.name{font-weight:bold}.quiet{fill:#7d8590}",
    ".class{font-weight:bold}.code{fill:#b3261e;font-size:9px}.before{text-anchor:end}",
    ".column{stroke:#d0d7de;stroke-width:1}.way{stroke-width:2}",
    ".stopped{stroke:#8c959f;stroke-width:1;stroke-dasharray:4 3}",
    ".hollow{fill:#fff;stroke:#b3261e;stroke-width:1}",
    ".alert{stroke:#b3261e}.event{stroke:#1f5fa8}.state{stroke:#1b7a3d}.stream{stroke:#7a4fa3}",
    ".dot.alert{fill:#b3261e}.dot.event{fill:#1f5fa8}.dot.state{fill:#1b7a3d}"
      + ".dot.stream{fill:#7a4fa3}",
  ]
}

extension PolicyGraph.End {
  fileprivate var isOpen: Bool {
    if case .open = self { return true }
    return false
  }
}
