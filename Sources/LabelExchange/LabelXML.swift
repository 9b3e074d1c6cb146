package import Labels

/// The XML of a label: the few words of XML 1.0 that one needs, and nothing else of it.
///
/// UTF-8, elements, attributes in quotes, text, the five named entities and character references,
/// namespaces. A document type, an entity, an instruction, a CDATA section and a comment are
/// refused: the first two for what they do, the others because readers differ about what lies
/// around them (`RESTRI<!-- -->CTED`).
package enum LabelXML {
  package static let bytesMax = 65_536
  package static let depthMax = 8
  package static let elementsMax = 512
  package static let attributesMax = 16

  /// The only element of a document.
  package static func read(_ bytes: [UInt8]) throws(LabelExchangeFault) -> LabelElement {
    guard bytes.count <= bytesMax else { throw LabelExchangeFault(.tooLarge, at: bytesMax) }
    var reader = try LabelXMLReader(bytes)
    return try reader.document()
  }

  /// A document of an element, indented by two blanks, ending in a line feed.
  package static func write(_ element: LabelElement) -> [UInt8] {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    write(element, into: &text, depth: 0, outer: "")
    return Array(text.utf8)
  }

  private static func write(
    _ element: LabelElement, into text: inout String, depth: Int, outer namespace: String
  ) {
    let indent = String(repeating: "  ", count: depth)
    text += "\(indent)<\(element.name)"
    if element.namespace != namespace { text += " xmlns=\"\(escaped(element.namespace))\"" }
    for (name, value) in element.attributes.sorted(by: { $0.key < $1.key }) {
      text += " \(name)=\"\(escaped(value))\""
    }
    text += ">"
    if element.children.isEmpty {
      text += escaped(element.text)
    } else {
      text += "\n"
      for child in element.children {
        write(child, into: &text, depth: depth + 1, outer: element.namespace)
      }
      text += indent
    }
    text += "</\(element.name)>\n"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
