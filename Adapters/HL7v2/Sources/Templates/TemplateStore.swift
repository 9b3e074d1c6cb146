import AdapterKit
import Synchronization

/// Bounds of what one adapter remembers of messages that came before.
package struct TemplateLimits: Sendable {
  /// Templates of a generation; there are two.
  package var templates = 2_048
  /// Their bytes.
  package var bytes = 12 << 20
  /// After this many ms a generation ends, so that what is not sent any more is forgotten.
  package var age: Int64 = 3_600_000
  /// Bits of a key; with few of them skeletons collide.
  package var keyBits = 64

  /// The bounds that an adapter has.
  package init() {}
}

/// The templates of one link, in two generations: what is used moves to the young one, and when
/// that is full or old the other is forgotten.
///
/// Whatever a sender makes collide or pushes out costs a look and a translation by the mapping: a
/// template is used only for a skeleton that is the same in every byte.
final class TemplateStore: Sendable {
  /// What there is of a skeleton.
  enum Memory {
    /// Nothing.
    case new
    /// It came before, and not often enough to be worth a template.
    case seen
    /// This, if it fits.
    case known(Template)
    /// It has no template.
    case unfit
  }

  private struct Generation {
    var templates: [Int: Template?] = [:]
    var bytes = 0
    var begun: Int64 = 0
  }

  private struct State {
    var young = Generation()
    var old = Generation()
    /// Keys that came once.
    var seen: Set<Int> = []
    var zone: LocalZone?
  }

  /// Keys that came once and are remembered.
  private static let seenMax = 8_192

  private let limits: TemplateLimits
  private let state = Mutex(State())

  init(_ limits: TemplateLimits) { self.limits = limits }

  /// What there is under a key. Templates hold for one zone of times that state none; under another
  /// all are forgotten.
  func recall(_ key: Int, _ context: IngestContext) -> Memory {
    let key = masked(key)
    return state.withLock { state in
      if state.zone != context.zone {
        state = State()
        state.zone = context.zone
        state.young.begun = context.received
      }
      let age = context.received - state.young.begun
      if age >= limits.age || age < 0 { turn(&state, context.received) }
      if let found = state.young.templates[key] { return found.map(Memory.known) ?? .unfit }
      if let found = state.old.templates[key] {
        insert(found, key, &state, context.received)
        return found.map(Memory.known) ?? .unfit
      }
      if state.seen.remove(key) != nil { return .seen }
      if state.seen.count >= Self.seenMax { state.seen.removeAll(keepingCapacity: true) }
      state.seen.insert(key)
      return .new
    }
  }

  /// Keeps a template, or that there is none.
  func keep(_ template: Template?, _ key: Int, _ context: IngestContext) {
    let key = masked(key)
    state.withLock { state in
      guard state.zone == context.zone else { return }
      insert(template, key, &state, context.received)
    }
  }

  /// Templates that are kept, and their bytes.
  var load: (templates: Int, bytes: Int) {
    state.withLock { state in
      (
        state.young.templates.count + state.old.templates.count,
        state.young.bytes + state.old.bytes
      )
    }
  }

  private func masked(_ key: Int) -> Int {
    limits.keyBits < Int.bitWidth ? key & (1 << limits.keyBits - 1) : key
  }

  private func insert(_ template: Template?, _ key: Int, _ state: inout State, _ now: Int64) {
    let bytes = (template?.byteCount ?? 0) + 64
    let isFull =
      state.young.templates.count >= limits.templates || state.young.bytes + bytes > limits.bytes
    if isFull { turn(&state, now) }
    if let before = state.young.templates.updateValue(template, forKey: key) {
      state.young.bytes -= (before?.byteCount ?? 0) + 64
    }
    state.young.bytes += bytes
  }

  private func turn(_ state: inout State, _ now: Int64) {
    state.old = state.young
    state.young = Generation(begun: now)
  }
}
