import AdapterKit
import NormalizedFormat

extension Conformance {
  /// What a fuzz run saw.
  public struct FuzzReport: Sendable {
    /// Mutations tried.
    public internal(set) var tried = 0
    /// Parts that were normalized.
    public internal(set) var normalized = 0
    /// Parts that were refused.
    public internal(set) var refused = 0
    /// What did not hold; the run goes on after a failure.
    public internal(set) var failures: [ConformanceFailure] = []
  }

  /// Spoils the vectors `count` times: whatever comes, the adapter gives messages that survive
  /// their encoding and account for every field, or a refusal that says nothing of the content, and
  /// an answer of bytes.
  public func fuzz(count: Int, seed: UInt64) -> FuzzReport {
    var mutator = Mutator(vectors.map(\.bytes), seed: seed)
    var report = FuzzReport()
    for number in 0..<count {
      let frame = mutator.next()
      report.tried += 1
      check(frame, about: "seed \(seed), mutation \(number)", &report)
    }
    return report
  }

  private func check(_ frame: [UInt8], about: String, _ report: inout FuzzReport) {
    let parts = adapter.split(frame)
    if parts.flatMap({ $0 }) != frame {
      report.fail(.splitting, about, "\(parts.count) parts")
    }
    var outcomes: [IngestOutcome] = []
    for part in parts {
      if !isTranslatedAsNormalized(part) { report.fail(.translation, about, "another message") }
      do {
        let normalization = try adapter.normalize(Self.raw(part), context: Self.context)
        report.normalized += 1
        outcomes.append(.accepted)
        check(normalization, of: part, about, &report)
      } catch {
        report.refused += 1
        outcomes.append(.quarantined(error))
        if let word = Self.leak(of: part, into: error.description) {
          report.fail(.silence, about, word)
        }
      }
    }
    _ = adapter.acknowledgements.replies(
      to: frame, outcomes: outcomes, context: ReplyContext(now: 0, serial: 1))
  }

  private func check(
    _ normalization: Normalization, of part: [UInt8], _ about: String,
    _ report: inout FuzzReport
  ) {
    let all = countFields(part)
    if normalization.fields.total != all {
      report.fail(
        .loss, about,
        "\(normalization.fields.total) accounted of \(all): "
          + String(decoding: part, as: UTF8.self).debugDescription)
    }
    if normalization.messages.isEmpty, all > 0 { report.fail(.totality, about, "no message") }
    for message in normalization.messages {
      // What is longer goes to quarantine.
      guard let encoded = message.encoded(upTo: FormatLimit.messageBytesMax) else { continue }
      do {
        let decoded = try Message(decoding: encoded)
        if decoded != message { report.fail(.totality, about, "encoding changes it") }
      } catch {
        report.fail(.totality, about, "\(error)")
      }
    }
  }

  /// Errors of every vector that is refused, and of every vector cut short anywhere, say nothing of
  /// the content.
  public func silence() -> [ConformanceFailure] {
    vectors.compactMap { vector in
      for end in 0..<vector.bytes.count {
        let part = Array(vector.bytes[..<end])
        do throws(AdapterError) {
          _ = try adapter.normalize(Self.raw(part), context: Self.context)
        } catch {
          guard let word = Self.leak(of: vector.bytes, into: error.description) else { continue }
          return failure(.silence, vector, word)
        }
      }
      return nil
    }
  }

  /// Four bytes of a value in a row that an error's text repeats; nil when there are none. Words of
  /// our own are no leak.
  static func leak(of content: [UInt8], into text: String) -> String? {
    let own = Array("VGM- at byte peer site gateway MSH".utf8)
    let text = Array(text.utf8)
    guard text.count >= 4 else { return nil }
    for start in 0...(text.count - 4) {
      let window = text[start..<(start + 4)]
      guard window.allSatisfy(isLetter), !contains(own, window), contains(content, window) else {
        continue
      }
      return String(decoding: window, as: UTF8.self)
    }
    return nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  private static func contains(_ bytes: [UInt8], _ window: ArraySlice<UInt8>) -> Bool {
    guard bytes.count >= window.count else { return false }
    return (0...(bytes.count - window.count)).contains { at in
      bytes[at..<(at + window.count)].elementsEqual(window)
    }
  }
}

extension Conformance.FuzzReport {
  mutating func fail(_ claim: ConformanceFailure.Claim, _ about: String, _ detail: String) {
    failures.append(ConformanceFailure(claim: claim, about: about, detail: detail))
  }
}
