/// Writes a drawing in SVG 1.1: whole numbers, one element a line, so that the same drawing is the
/// same bytes.
struct SVGText {
  private var lines: [String] = []

  mutating func line(_ from: (x: Int, y: Int), _ to: (x: Int, y: Int), _ style: String) {
    lines.append(
      "<line x1=\"\(from.x)\" y1=\"\(from.y)\" x2=\"\(to.x)\" y2=\"\(to.y)\" class=\"\(style)\"/>")
  }

  mutating func circle(_ at: (x: Int, y: Int), radius: Int, _ style: String) {
    lines.append("<circle cx=\"\(at.x)\" cy=\"\(at.y)\" r=\"\(radius)\" class=\"\(style)\"/>")
  }

  /// A triangle whose tip is at the place, pointing right or left.
  mutating func arrow(_ tip: (x: Int, y: Int), pointsRight: Bool, _ style: String) {
    let back = tip.x + (pointsRight ? -9 : 9)
    lines.append(
      "<path d=\"M\(tip.x) \(tip.y)L\(back) \(tip.y - 5)L\(back) \(tip.y + 5)Z\""
        + " class=\"\(style)\"/>")
  }

  mutating func box(_ at: (x: Int, y: Int), width: Int, height: Int, _ style: String) {
    lines.append(
      "<rect x=\"\(at.x)\" y=\"\(at.y)\" width=\"\(width)\" height=\"\(height)\""
        + " class=\"\(style)\"/>")
  }

  mutating func text(
    _ text: String, _ at: (x: Int, y: Int), _ style: String, turned degrees: Int = 0
  ) {
    let turn = degrees == 0 ? "" : " transform=\"rotate(\(degrees) \(at.x) \(at.y))\""
    lines.append(
      "<text x=\"\(at.x)\" y=\"\(at.y)\" class=\"\(style)\"\(turn)>\(Self.escape(text))</text>")
  }

  func document(width: Int, height: Int, title: String, style: [String]) -> String {
    ([
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"\(width)\""
        + " height=\"\(height)\" viewBox=\"0 0 \(width) \(height)\">",
      "<title>\(Self.escape(title))</title>", "<style>",
    ] + style + ["</style>"] + lines + ["</svg>", ""]).joined(separator: "\n")
  }

  /// Text as character data or in an attribute (XML 1.0 §2.4); what XML can't hold becomes U+FFFD.
  static func escape(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\t", "\n", "\r": out += " "
      case _ where scalar.value < 0x20 || scalar.value == 0xfffe || scalar.value == 0xffff:
        out += "\u{fffd}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
