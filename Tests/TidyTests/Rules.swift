/// A text that may not stand in source code, and where.
struct Ban: Sendable {
  let text: String
  let reason: String
  var testsOnly = false
  var exceptIn: Set<String> = []

  func applies(to file: SourceFile) -> Bool {
    (!testsOnly || file.isTest) && !exceptIn.contains(file.module)
  }

  static let all: [Ban] = [
    Ban(
      text: " print(", reason: "what people read is printed by the programs only",
      exceptIn: ["vaguemestre", "vaguemestre-cell", "vaguemestre-adapter", "fuzz"]),
    Ban(text: "@unchecked Sendable", reason: "say why with nonisolated(unsafe) at the one field"),
    Ban(text: "try! ", reason: "a bug traps by precondition, an error is handled"),
    Ban(text: "as! ", reason: "a bug traps by precondition, an error is handled"),
    Ban(text: "FIX" + "ME", reason: "mend it or file it"),
    Ban(text: "TO" + "DO", reason: "mend it or file it"),
    Ban(text: "fatalError(\"not impl", reason: "no stub is called done"),
    Ban(text: "sleep(", reason: "wait for the event itself", testsOnly: true),
    Ban(text: ".sleep", reason: "wait for the event itself", testsOnly: true),
    Ban(text: "0.0.0.0", reason: "tests bind to 127.0.0.1", testsOnly: true),
  ]
}

/// Who may import what, beyond what Package.swift already refuses.
enum Layer {
  static let importers: [String: Set<String>] = [
    "CZeroMQ": ["ZeroMQ"],
    "COpenSSL": ["Cryptography"],
    "CLMDB": ["Journal"],
    "CLinux": ["Site", "vaguemestre"],
    "Yams": ["vaguemestre"],
    "NIOCore": ["AdapterRuntime"],
    "NIOPosix": ["AdapterRuntime"],
    "HL7v2": ["vaguemestre-adapter"],
  ]

  static let withoutFoundation: Set<String> = [
    "AdapterKit", "BreakGlass", "CBOR", "Cell", "CellProtocol", "Client", "Cryptography",
    "FHIRProjection", "HL7v2", "Journal", "LabelExchange", "Labels", "Ledger", "NormalizedFormat",
    "Policy", "Router", "SignedMessage", "SignedPolicy", "Terminology", "ZeroMQ",
  ]
}

/// Files beyond a limit, each with its reason. The list only shrinks.
enum Exceptions {
  static let longFiles: Set<String> = []
  static let longFunctions: Set<String> = []
  /// Tables whose rows are easier to read than to wrap.
  static let tables: Set<String> = []

  static var all: Set<String> { longFiles.union(longFunctions).union(tables) }
}
