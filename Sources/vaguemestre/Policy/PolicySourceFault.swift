import Policy

/// Why a policy's source is refused, and at which line and column.
struct PolicySourceFault: Error, Hashable {
  /// Stable numbers of the source's own faults; a rule of the document has its own (2301 to 2329).
  enum Code: Int, CaseIterable {
    case notText = 2361
    case notYAML = 2362
    case duplicateKey = 2363
    case anchorOrTag = 2364
    case unknownKey = 2365
    case missingKey = 2366
    case wrongShape = 2367
    case malformedValue = 2368
    case tooLarge = 2369
  }

  let code: Int
  /// From 1, in Unicode scalars.
  let line: Int
  let column: Int
  let text: String

  init(_ code: Code, _ place: SourcePlace, _ text: String) {
    self.init(number: code.rawValue, place, text)
  }

  init(_ fault: DocumentFault, _ place: SourcePlace) {
    let part = fault.place.isEmpty ? "" : " (\(fault.place))"
    self.init(number: fault.code.rawValue, place, fault.code.text + part)
  }

  private init(number: Int, _ place: SourcePlace, _ text: String) {
    code = number
    line = place.line
    column = place.column
    self.text = text
  }

  /// As compilers write it, so that editors find the place.
  func description(in file: String) -> String {
    "\(file):\(line):\(column): VGM-\(code) \(text)"
  }
}

/// A place in a source text, from 1.
struct SourcePlace: Hashable {
  var line = 1
  var column = 1
}
