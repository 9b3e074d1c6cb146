/// The grammar of what one person writes for another: a deny's reason, a release's notes.
enum ReadableText {
  /// Whether the text shows as what it is: nothing in it ends a line, hides, or turns the text
  /// around it.
  static func isValid(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= PolicyLimit.reasonBytesMax else { return false }
    return text.unicodeScalars.allSatisfy {
      switch $0.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse: false
      default: true
      }
    }
  }
}
