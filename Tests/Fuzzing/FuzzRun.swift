import AdapterTesting

/// Spoils what a parser understands, and learns: an input that goes a way that none went before is
/// spoiled further. The same seed gives the same run.
package struct FuzzRun {
  /// Longest input, and most inputs that are learned.
  private static let (bytesMax, learnedMax) = (16_384, 4_096)

  /// Inputs tried.
  package private(set) var tried = 0
  /// Those that were understood.
  package private(set) var accepted = 0
  /// Ways through the parser.
  package var ways: Int { known.count }
  /// What did not hold, with the number of the input; the run goes on after a failure.
  package private(set) var failures: [(number: Int, why: String, input: [UInt8])] = []
  /// The input that is tried, or was last.
  package private(set) var input: [UInt8] = []

  private let target: FuzzTarget
  private var mutator: Mutator
  private var trees: TreeMutator
  private var known: Set<FuzzTarget.Outcome> = []

  /// A run over a target.
  package init(_ target: FuzzTarget, seed: UInt64) {
    self.target = target
    mutator = Mutator(target.seeds, seed: seed, sharp: target.sharp, bytesMax: Self.bytesMax)
    trees = TreeMutator(seed: seed)
  }

  /// Makes the next input. Nothing has seen it yet: who fears for the process keeps a copy first.
  package mutating func prepare() {
    if target.isTree, !trees.happens(oneIn: 3), let spoiled = trees.spoil(mutator.pick()) {
      input = Array(spoiled.prefix(Self.bytesMax))
    } else {
      input = mutator.next()
    }
  }

  /// Tries the input.
  package mutating func tryInput() {
    tried += 1
    let outcome = target.parse(input)
    switch outcome {
    case .accepted: accepted += 1
    case .refused: break
    case .failed(let why): failures.append((tried, why, input))
    }
    if known.count < Self.learnedMax, known.insert(outcome).inserted { mutator.learn(input) }
  }
}
