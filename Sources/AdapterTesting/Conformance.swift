public import AdapterKit
import NormalizedFormat

/// Holds an adapter to what every adapter promises; an adapter that fails is not loaded.
///
/// Each check returns what did not hold, so that a test can show it.
public struct Conformance<Subject: Adapter>: Sendable {
  /// The adapter.
  public let adapter: Subject
  /// Its examples.
  public let vectors: [Vector]
  /// Counts the non-empty fields of raw bytes, independently of the adapter's own parser.
  public let countFields: @Sendable ([UInt8]) -> UInt64

  /// The circumstances of every vector: what golden files were made under.
  public static var context: IngestContext {
    IngestContext(
      received: 1_800_000_000_000, zone: LocalZone(minutes: 60), link: "vectors", subject: "vector")
  }

  /// A conformance run.
  public init(
    _ adapter: Subject, vectors: [Vector], countFields: @escaping @Sendable ([UInt8]) -> UInt64
  ) {
    self.adapter = adapter
    self.vectors = vectors
    self.countFields = countFields
  }

  /// A raw message as the checks use it: this kit holds no cryptography, and its digests are zeros.
  public static func raw(_ bytes: [UInt8]) -> RawMessage {
    RawMessage(bytes: bytes, digest: Array(repeating: 0, count: 32))
  }

  /// What the adapter makes of a frame's content: messages, with a quarantine message for each part
  /// that it refuses, as JSON, one after the other.
  public func json(_ frame: [UInt8]) -> String {
    messages(frame).map { $0.json(indented: true) + "\n" }.joined()
  }

  private func messages(_ frame: [UInt8]) -> [Message] {
    adapter.split(frame).flatMap { part in
      adapter.ingest(Self.raw(part), context: Self.context).messages
    }
  }

  // MARK: Vectors

  /// Every vector gives its golden messages or its refusal.
  public func golden() -> [ConformanceFailure] {
    vectors.compactMap { vector in
      switch vector.expectation {
      case .open:
        failure(.golden, vector, "no golden file")
      case .messages(let golden):
        json(vector.bytes) == golden
          ? nil : failure(.golden, vector, Self.difference(json(vector.bytes), golden))
      case .refusal(let code, let offset): refusal(vector, code, offset)
      }
    }
  }

  private func refusal(
    _ vector: Vector, _ code: AdapterError.Code, _ offset: Int?
  ) -> ConformanceFailure? {
    do {
      _ = try adapter.normalize(Self.raw(vector.bytes), context: Self.context)
      return failure(.golden, vector, "not refused")
    } catch {
      guard error.code == code, offset == nil || error.offset == offset else {
        return failure(.golden, vector, "\(error)")
      }
      return nil
    }
  }

  private static func difference(_ found: String, _ golden: String) -> String {
    let found = found.split(separator: "\n", omittingEmptySubsequences: false)
    let golden = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(found, golden).prefix { $0.0 == $0.1 }.count
    let seen = line < found.count ? found[line] : "end"
    let wanted = line < golden.count ? golden[line] : "end"
    return "line \(line + 1): found \(seen), wanted \(wanted)"
  }

  /// Every vector is translated as it is normalized, the third time as well, after all others came
  /// before it: what an adapter remembers changes nothing.
  public func translation() -> [ConformanceFailure] {
    var failures: [ConformanceFailure] = []
    for round in 1...3 {
      for vector in vectors {
        for part in adapter.split(vector.bytes) where !isTranslatedAsNormalized(part) {
          failures.append(failure(.translation, vector, "in round \(round)"))
        }
      }
    }
    return failures
  }

  func isTranslatedAsNormalized(_ part: [UInt8]) -> Bool {
    let limit = FormatLimit.messageBytesMax
    let normalized = Result { () throws(AdapterError) in
      try adapter.normalize(Self.raw(part), context: Self.context).messages
        .map { TranslatedMessage($0) }
    }
    let translated = Result { () throws(AdapterError) in
      try adapter.translate(Self.raw(part), context: Self.context)
    }
    switch (normalized, translated) {
    case (.success(let left), .success(let right)):
      return left.map(\.kind) == right.map(\.kind)
        && left.map { $0.encoded(upTo: limit) } == right.map { $0.encoded(upTo: limit) }
    case (.failure(let left), .failure(let right)): return left == right
    default: return false
    }
  }

  /// The law of loss for every vector that is not refused.
  public func loss() -> [ConformanceFailure] {
    vectors.compactMap { loss(of: $0.bytes, about: $0.name) }
  }

  private func loss(of frame: [UInt8], about: String) -> ConformanceFailure? {
    for part in adapter.split(frame) {
      guard
        let normalization = try? adapter.normalize(Self.raw(part), context: Self.context)
      else { continue }
      let total = normalization.fields.total
      let all = countFields(part)
      guard total == all else {
        return ConformanceFailure(
          claim: .loss, about: about, detail: "\(total) accounted of \(all)")
      }
    }
    return nil
  }

  func failure(
    _ claim: ConformanceFailure.Claim, _ vector: Vector, _ detail: String
  ) -> ConformanceFailure {
    ConformanceFailure(claim: claim, about: vector.name, detail: detail)
  }
}
