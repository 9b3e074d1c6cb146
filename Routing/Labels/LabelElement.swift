/// An element of a label's XML form: either elements in it or text, never both.
///
/// Names of elements and attributes are ASCII; a namespace is its URI.
package struct LabelElement: Hashable, Sendable {
  package let namespace: String
  package let name: String
  package var attributes: [String: String]
  package var children: [LabelElement]
  package var text: String
  /// Index of its first byte in what was read; of no meaning in what is written.
  package let offset: Int

  package init(
    _ name: String, namespace: String = LabelElement.standardNamespace,
    attributes: [String: String] = [:], children: [LabelElement] = [], text: String = "",
    at offset: Int = 0
  ) {
    self.namespace = namespace
    self.name = name
    self.attributes = attributes
    self.children = children
    self.text = text
    self.offset = offset
  }

  /// Source: STANAG 4774 (ADatP-4774), the confidentiality metadata label, version 1.
  package static let standardNamespace = "urn:nato:stanag:4774:confidentialitymetadatalabel:1:0"
}
