/// A parser that takes bytes from outside, and what must hold whatever they are.
package struct FuzzTarget: Sendable {
  /// What became of an input. The number tells one way through the parser from another.
  package enum Outcome: Hashable, Sendable {
    /// It was understood.
    case accepted(Int)
    /// It was refused with a code.
    case refused(Int)
    /// What must hold did not.
    case failed(String)
  }

  /// Its name on the command line.
  package let name: String
  /// What it understands, to be spoiled.
  package let seeds: [[UInt8]]
  /// Whether it reads CBOR, which is spoiled as a tree as well.
  package let isTree: Bool
  /// Whether spoiled input can be understood at all: of what is signed none is.
  package let isLenient: Bool
  /// Bytes that mean something to it.
  package let sharp: [UInt8]
  /// Parses an input.
  package let parse: @Sendable ([UInt8]) -> Outcome

  init(
    name: String, seeds: [[UInt8]], sharp: [UInt8] = FuzzTarget.heads, isTree: Bool = true,
    isLenient: Bool = true, parse: @escaping @Sendable ([UInt8]) -> Outcome
  ) {
    self.name = name
    self.seeds = seeds
    self.sharp = sharp
    self.isTree = isTree
    self.isLenient = isLenient
    self.parse = parse
  }

  private static let makers: [(name: String, make: @Sendable () throws -> FuzzTarget)] = [
    ("cbor", cbor), ("cose", cose), ("message", signedMessage), ("command", command),
    ("normalized", normalized), ("hl7v2", hl7v2), ("templates", templates), ("mllp", mllp),
    ("fhir", fhir), ("leaf", leaf), ("head", head), ("render", render), ("charter", charter),
    ("policy", policy), ("credential", credential), ("step", step), ("enrolment", enrolment),
    ("release", release),
  ]

  /// The names of all targets.
  package static var names: [String] { makers.map(\.name) }

  /// The target of a name; nil if there is none.
  package static func named(_ name: String) throws -> FuzzTarget? {
    try makers.first { $0.name == name }?.make()
  }

  /// Bytes that are heads in CBOR: the largest arguments, indefinite lengths, tags, floats, breaks.
  static let heads: [UInt8] = [
    0x00, 0x17, 0x18, 0x19, 0x1A, 0x1B, 0x3B, 0x40, 0x5B, 0x5F, 0x60, 0x7B, 0x80, 0x9B, 0x9F, 0xA0,
    0xBB, 0xBF, 0xC4, 0xD2, 0xD8, 0xF4, 0xF6, 0xF7, 0xF9, 0xFB, 0xFF,
  ]
}
