import Foundation
import LabelExchange
import Labels
import ProgramTesting
import Testing

/// XML that is made to do something else than say a label.
@Suite struct HostileXMLTests {
  private static let root = "<originatorConfidentialityLabel"

  private static func code(_ text: String) -> Int { code(Array(text.utf8)) }

  private static func code(_ bytes: [UInt8]) -> Int {
    do {
      _ = try LabelXML.read(bytes)
      return 0
    } catch { return error.code }
  }

  private static func xml(_ old: String, _ new: String) -> String {
    Clinic.xml.replacing(old, with: new)
  }

  @Test func `the unchanged label is read`() {
    #expect(Self.code(Clinic.xml) == 0)
  }

  @Test func `a billion laughs are not laughed`() {
    var dtd = "<!DOCTYPE lolz [<!ENTITY lol \"lol\">"
    for level in 1...9 {
      let ten = String(repeating: "&lol\(level == 1 ? "" : "\(level - 1)");", count: 10)
      dtd += "<!ENTITY lol\(level) \"\(ten)\">"
    }
    let text = Self.xml(Self.root, dtd + "]>" + Self.root).replacing(">icu<", with: ">&lol9;<")
    #expect(Self.code(text) == 2223)
  }

  @Test(arguments: [
    "<!DOCTYPE x>", "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">", "<!DOCTYPE x PUBLIC \"a\" \"b\">",
    "<!DOCTYPE x [<!ENTITY e SYSTEM \"http://127.0.0.1/\">]>",
    "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1/\"> %p;]>", "<!ENTITY e \"x\">",
    "<?xml-stylesheet href=\"x\"?>", "<!-- a comment -->", "<![CDATA[x]]>", "<!doctype x>",
  ])
  func `what is no element is refused before and in the root`(_ intruder: String) {
    #expect(Self.code(Self.xml(Self.root, intruder + Self.root)) == 2223)
    #expect(Self.code(Self.xml("<Classification>", intruder + "<Classification>")) == 2223)
    #expect(Self.code(Self.xml("NORMAL", "NOR" + intruder + "MAL")) == 2223)
    #expect(Self.code(Clinic.xml + intruder) == 2223)
  }

  @Test(arguments: [
    "&e;", "&nbsp;", "&LT;", "&;", "& ;", "&lt", "&#;", "&#x;", "&#xD800;", "&#0;",
    "&#x110000;", "&#-1;", "&#+65;", "&#xFFFE;", "&#99999999999;", "&#x4\u{661};",
  ])
  func `an entity or a reference that is none is refused`(_ reference: String) {
    #expect(Self.code(Self.xml("NORMAL", reference)) != 0)
    #expect(Self.code(Self.xml("\"rel\"", "\"\(reference)\"")) != 0)
  }

  @Test func `references are read`() throws {
    let text = Self.xml("NORMAL", "N&#79;R&#x4D;AL&lt;&gt;&amp;&quot;&apos;")
    let root = try LabelXML.read(Array(text.utf8))
    #expect(root.children[0].children[1].text == "NORMAL<>&\"'")
  }

  @Test func `size, depth and number are bounded`() {
    let blanks = String(repeating: " ", count: LabelXML.bytesMax)
    #expect(Self.code(Clinic.xml + blanks) == 2222)
    let deep = String(repeating: "<a>", count: 9) + String(repeating: "</a>", count: 9)
    #expect(Self.code(deep) == 2222)
    #expect(Self.code(String(repeating: "<a>", count: 20_000)) == 2222)
    let many = String(repeating: "<a/>", count: LabelXML.elementsMax)
    #expect(Self.code("<r>\(many)</r>") == 2222)
    let attributes = (0...16).map { " a\($0)=\"\"" }.joined()
    #expect(Self.code("<r\(attributes)/>") == 2222)
  }

  @Test(arguments: [
    "", " ", "<", "<a", "<a>", "<a/", "<a></b>", "<a/><b/>", "<a></a>x", "x<a/>", "</a>", "<a/ >",
    "< a/>", "<a b/>", "<a b=c/>", "<a b=\"c/>", "<a b=\"1\" b=\"2\"/>", "<a b=\"<\"/>",
    "<a>]]></a>",
    "<a b=\"1\"c=\"2\"/>", "<a b=\"\n\"/>", "<1a/>", "<-a/>", "<a:/>", "<:a/>", "<p:a/>",
    "<a xmlns:p=\"\"/>", "<a xmlns:xml=\"u\"/>", "<a xmlns:xmlns=\"u\"/>", "<\u{e9}/>", "<a></a >x",
    "<a xmlns=\"u\" xmlns=\"v\"/>", "<p:a xmlns:p=\"u\"></a>", "<p:a xmlns:p=\"u\"></q:a>",
    "\u{feff}<a/>", "<a>\u{0}</a>", "<a>\u{b}</a>", "<a>\u{fffe}</a>", "<a b=\"\u{1}\"/>",
  ])
  func `what is not well-formed is refused`(_ text: String) {
    #expect(Self.code(text) == 2221, "\(text)")
  }

  @Test func `only UTF-8 is read, whatever the declaration says`() {
    let other = ["UTF-16", "ISO-8859-1", "UTF-7", "EBCDIC", "utf8"]
    for name in other { #expect(Self.code(Self.xml("UTF-8", name)) == 2223) }
    #expect(Self.code(Self.xml("version=\"1.0\"", "version=\"1.1\"")) == 2223)
    #expect(Self.code(Array(Clinic.xml.utf16).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }) != 0)
    #expect(Self.code(Array("<a>".utf8) + [0xc3, 0x28] + Array("</a>".utf8)) == 2221)
    #expect(Self.code(Array("<a>".utf8) + [0xc0, 0xbc] + Array("</a>".utf8)) == 2221)
  }

  @Test func `attributes of other namespaces and text beside elements are not passed over`() {
    #expect(Self.code("<a xml:lang=\"fr\"/>") == 2224)
    #expect(Self.code("<a xmlns:p=\"u\" p:b=\"1\"/>") == 2224)
    #expect(Self.code("<a>x<b/></a>") == 2224)
    #expect(Self.code("<a><b/>x</a>") == 2224)
  }

  @Test func `a prefix is as good as the default namespace, and another's is not`() throws {
    let scheme = try Clinic.scheme()
    let prefixed = Clinic.xml.replacing("xmlns=", with: "xmlns:s=")
      .replacing("</", with: "</s:").replacing("<o", with: "<s:o").replacing("<C", with: "<s:C")
      .replacing("<P", with: "<s:P").replacing("<G", with: "<s:G")
    #expect(
      try LabelForm.standard.read(Array(prefixed.utf8), under: scheme)
        == scheme.label(Clinic.text))
    let evil = Self.xml("<Classification>", "<Classification xmlns=\"urn:evil\">")
    #expect(throws: LabelExchangeFault.self) {
      try LabelForm.standard.read(Array(evil.utf8), under: scheme)
    }
  }

  @Test func `every cut and every changed byte is another label or a refusal`() throws {
    let scheme = try Clinic.scheme()
    let bytes = Array(Clinic.xml.utf8)
    let label = try LabelForm.standard.read(bytes, under: scheme)
    let end = bytes.count - 1
    for count in 0..<end {
      #expect(throws: (any Error).self) {
        try LabelForm.standard.read(Array(bytes.prefix(count)), under: scheme)
      }
    }
    for place in bytes.indices {
      for byte in [UInt8(ascii: "<"), 0x20, 0, 0xff, bytes[place] ^ 0x20, bytes[place] &+ 1] {
        var changed = bytes
        changed[place] = byte
        guard let other = try? LabelForm.standard.read(changed, under: scheme) else { continue }
        // White space, and the letters of a quoted `utf-8`, say nothing.
        let isSpace = [9, 10, 13, 32].contains(byte) && [10, 32].contains(bytes[place])
        #expect(other != label || isSpace || byte == bytes[place], "\(place) \(byte)")
      }
    }
  }

  @Test(.enabled(if: Peers.areInstalled, "the peers could not be installed"))
  func `what is read, expat reads as the same`() throws {
    var generator = Seeded(state: 7)
    var taken: [(text: [UInt8], tree: String)] = []
    for _ in 0..<20_000 {
      let text = Self.spoilt(&generator)
      guard let root = try? LabelXML.read(text) else { continue }
      taken.append((text, Self.tree(root)))
    }
    try #require(taken.count > 1_000)
    let file = "\(Programs.scratch()).hex"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let lines = taken.map {
      $0.text.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        .joined()
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: file))
    let result = try Programs.run(Peers.python, [Peers.script("xml_tree.py"), file])
    try #require(result.status == 0, "\(result.errors)")
    let trees = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    for (ours, theirs) in zip(taken, trees) {
      #expect(ours.tree == theirs, "\(String(decoding: ours.text, as: UTF8.self))")
    }
  }

  /// The label with a few of its parts replaced, inserted or taken out.
  private static func spoilt(_ generator: inout Seeded) -> [UInt8] {
    let parts = [
      "<", ">", "/", "\"", "'", "=", " ", "&lt;", "&#65;", "&", ";", "<a>", "</a>", "<a/>", "x:",
      ":",
      " b=\"1\"", " xmlns=\"u\"", " xmlns:x=\"v\"", "\t", "\n", "é", "]]>", "A", "-", ".", "7",
    ]
    var bytes = Array(Clinic.xml.utf8)
    for _ in 0...Int.random(in: 0..<3, using: &generator) {
      let start = Int.random(in: 0..<bytes.count, using: &generator)
      let end = min(bytes.count, start + Int.random(in: 0..<4, using: &generator))
      let part = parts[Int.random(in: 0..<parts.count, using: &generator)]
      bytes.replaceSubrange(start..<end, with: part.utf8)
    }
    return bytes
  }

  private static func tree(_ element: LabelElement) -> String {
    let attributes = element.attributes.sorted { $0.key < $1.key }.map {
      "\($0.key)=\(hex($0.value))"
    }
    let inner = element.children.map(tree).joined()
    let text = element.children.isEmpty ? hex(element.text) : ""
    return "(\(hex(element.namespace))|\(element.name) \(attributes.joined(separator: " ")) "
      + "\(text)\(inner))"
  }

  private static func hex(_ text: String) -> String {
    text.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  /// SplitMix64.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
      return mixed ^ (mixed >> 31)
    }
  }
}
