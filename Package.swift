// swift-tools-version: 6.2
import PackageDescription

// One target a line: the layers of the design are these dependency lists, and the compiler holds them
// (`--explicit-target-dependency-import-check error`, set by the Makefile).
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")

func source(_ name: String, _ needs: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .target(
    name: name, dependencies: needs, path: "Sources/\(name)", exclude: ["README.md"] + exclude,
    swiftSettings: strict)
}

func routing(_ name: String, _ needs: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: needs, path: "Routing/\(name)", exclude: ["README.md"],
    swiftSettings: strict)
}

func adapter(_ name: String, _ needs: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: ["AdapterKit", "NormalizedFormat", "Terminology"] + needs,
    path: "Adapters/\(name)/Sources", swiftSettings: strict)
}

func program(
  _ name: String, _ needs: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .executableTarget(
    name: name, dependencies: needs, path: "Sources/\(name)", exclude: ["README.md"] + exclude,
    swiftSettings: strict)
}

func system(_ name: String) -> Target {
  .systemLibrary(name: name, path: "Sources/\(name)")
}

/// What several test targets need.
func testing(_ name: String, _ needs: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: needs, path: "Tests/\(name)", swiftSettings: strict)
}

func tests(_ name: String, _ needs: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: needs, path: "Tests/\(name)Tests", exclude: exclude,
    swiftSettings: strict)
}

let package = Package(
  name: "Vaguemestre",
  products: [
    .executable(name: "vaguemestre", targets: ["vaguemestre"]),
    .executable(name: "vaguemestre-cell", targets: ["vaguemestre-cell"]),
    .executable(name: "vaguemestre-adapter", targets: ["vaguemestre-adapter"]),
    .library(name: "AdapterKit", targets: ["AdapterKit", "NormalizedFormat", "Terminology"]),
  ],
  dependencies: [
    // Command line: the parser everyone's shell completion already understands.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // Authoring policies as YAML, in the CLI only.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // Device-side sockets, in the adapter process only.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    system("CZeroMQ"),
    system("COpenSSL"),
    system("CLMDB"),
    system("CLinux"),

    source("ZeroMQ", ["CZeroMQ"]),
    source("Cryptography", ["COpenSSL"]),
    source("CBOR"),
    source("Terminology"),
    source("NormalizedFormat", ["CBOR", "Terminology"], exclude: ["normalized.cddl"]),

    source("FHIRProjection", ["NormalizedFormat", "Terminology"]),

    source("LabelExchange", ["FHIRProjection", "Labels"]),

    routing("Labels", ["CBOR"]),
    routing("Policy", ["CBOR", "Cryptography", "Labels"]),
    routing("SignedPolicy", ["CBOR", "Cryptography", "Labels", "Policy"]),
    routing("BreakGlass", ["CBOR", "Cryptography", "Labels", "Policy", "SignedPolicy"]),
    routing("Router"),

    source("SignedMessage", ["CBOR", "Cryptography", "Labels"]),
    source("Ledger", ["CBOR", "Cryptography"]),
    source("Journal", ["CLMDB", "Cryptography", "Ledger"]),
    source("CellProtocol", ["CBOR"]),
    source("Site", ["CLinux", "Cryptography", "Labels", "Policy", "SignedPolicy", "ZeroMQ"]),
    source(
      "Cell",
      [
        "BreakGlass", "CBOR", "CellProtocol", "Cryptography", "Journal", "Labels", "Ledger",
        "Policy", "Router", "SignedMessage", "SignedPolicy", "ZeroMQ",
      ], exclude: ["cell-protocol.cddl"]),
    source(
      "Client", ["CBOR", "CellProtocol", "Cryptography", "Labels", "SignedMessage", "ZeroMQ"]),

    source("AdapterKit", ["NormalizedFormat", "Terminology"]),
    source("AdapterTesting", ["AdapterKit", "NormalizedFormat"]),
    source(
      "AdapterRuntime",
      [
        "AdapterKit", "Client", "Cryptography", "Labels", "NormalizedFormat", "SignedMessage",
        nioCore, nioPosix,
      ]),
    adapter("HL7v2"),

    program(
      "vaguemestre-cell",
      ["Cell", "Cryptography", "Ledger", "Policy", "SignedPolicy", "Site", "ZeroMQ"]),
    program(
      "vaguemestre-adapter",
      [
        "AdapterKit", "AdapterRuntime", "CBOR", "Client", "Cryptography", "HL7v2", "Labels",
        "NormalizedFormat", "Policy", "SignedPolicy", "Site", "ZeroMQ",
      ]),
    program(
      "vaguemestre",
      [
        "AdapterKit", "BreakGlass", "CBOR", "CLinux", "Cell", "CellProtocol", "Client",
        "Cryptography",
        "FHIRProjection", "Journal", "LabelExchange", "Labels", "Ledger", "NormalizedFormat",
        "Policy", "SignedMessage", "SignedPolicy", "Site", "ZeroMQ", argumentParser, yams,
      ], exclude: ["Policy/Reference.md"]),

    tests("ZeroMQ", ["ZeroMQ"]),
    tests("Cryptography", ["Cryptography"]),
    tests("CBOR", ["CBOR", "Cryptography"], exclude: ["Vectors"]),
    tests(
      "NormalizedFormat", ["NormalizedFormat", "NormalizedFormatTesting", "CBOR", "Terminology"],
      exclude: ["Vectors"]),
    testing("NormalizedFormatTesting", ["NormalizedFormat", "CBOR"]),
    tests(
      "FHIRProjection",
      [
        "AdapterKit", "AdapterTesting", "Cryptography", "FHIRProjection", "HL7v2",
        "NormalizedFormat", "NormalizedFormatTesting",
      ]),
    tests("Labels", ["Labels", "CBOR"]),
    tests("LabelExchange", ["FHIRProjection", "LabelExchange", "Labels", "ProgramTesting"]),
    tests(
      "Policy", ["Policy", "PolicyTesting", "Labels", "CBOR", "Cryptography"],
      exclude: ["Mutation", "Vectors"]),
    testing("PolicyTesting", ["Policy", "Labels", "Cryptography"]),
    tests(
      "SignedPolicy", ["SignedPolicy", "Policy", "Labels", "CBOR", "Cryptography"],
      exclude: ["Vectors"]),
    tests(
      "BreakGlass", ["BreakGlass", "SignedPolicy", "Policy", "Labels", "CBOR", "Cryptography"]),
    tests("Router", ["Router"]),
    tests(
      "SignedMessage", ["SignedMessage", "CBOR", "Cryptography", "Labels"], exclude: ["Vectors"]),
    tests("Ledger", ["CBOR", "Cryptography", "Ledger"], exclude: ["Vectors"]),
    tests("Journal", ["CLMDB", "Journal", "Cryptography", "Ledger"]),
    tests("CellProtocol", ["CellProtocol", "CBOR"], exclude: ["Vectors"]),
    tests(
      "Cell",
      [
        "BreakGlass", "Cell", "Client", "CBOR", "CellProtocol", "Cryptography", "Journal",
        "Labels", "Ledger", "NormalizedFormat", "NormalizedFormatTesting", "Policy",
        "ProgramTesting", "SignedMessage", "SignedPolicy", "ZeroMQ",
      ]),
    tests(
      "Client",
      [
        "Client", "CellProtocol", "Cryptography", "Labels", "ProgramTesting", "SignedMessage",
        "ZeroMQ",
      ]),
    tests("AdapterKit", ["AdapterKit", "NormalizedFormat"]),
    tests(
      "AdapterRuntime",
      [
        "AdapterRuntime", "AdapterKit", "Client", "Labels", "NormalizedFormat", "SignedMessage",
        nioCore, nioPosix,
      ]),
    tests(
      "HL7v2",
      [
        "HL7v2", "AdapterKit", "AdapterTesting", "CBOR", "NormalizedFormat",
        "NormalizedFormatTesting", "Terminology",
      ]),
    tests("Site", ["Site", "Cryptography", "Policy", "SignedPolicy", "Labels"]),
    testing("ProgramTesting"),
    // What every parser is spoiled with: a short run of it is a test, a long one `make fuzz`.
    .target(
      name: "Fuzzing",
      dependencies: [
        "AdapterKit", "AdapterTesting", "CBOR", "CellProtocol", "Cryptography", "FHIRProjection",
        "HL7v2", "Labels", "Ledger", "NormalizedFormat", "Policy", "SignedMessage", "SignedPolicy",
      ], path: "Tests/Fuzzing", exclude: ["Vectors"], swiftSettings: strict),
    .executableTarget(
      name: "fuzz", dependencies: ["Fuzzing", argumentParser], path: "Tests/fuzz",
      swiftSettings: strict),
    tests("Fuzz", ["Fuzzing"]),
    tests("Scenario", ["Cryptography", "ProgramTesting"]),
    tests(
      "Interop",
      [
        "AdapterKit", "CBOR", "Cryptography", "FHIRProjection", "HL7v2", "Labels",
        "NormalizedFormat", "NormalizedFormatTesting", "Policy", "PolicyTesting", "ProgramTesting",
        "SignedMessage",
      ], exclude: ["Peers", "requirements.txt"]),
    tests(
      "vaguemestre",
      [
        "vaguemestre", "CBOR", "Cryptography", "Labels", "Policy", "SignedPolicy", "Site",
        argumentParser,
      ]),
    tests("Tidy", []),
  ],
  swiftLanguageModes: [.v6]
)
