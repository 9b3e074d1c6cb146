import Synchronization

/// The keys that one server admits; empty at first, replaced as a whole at any time from any
/// thread.
///
/// Having one proves that the ZAP handler runs: only ``ZAPHandler/domain(_:)`` makes them. When the
/// last holder lets go, the domain denies every key.
package final class ZAPDomain: Sendable {
  private struct Table {
    /// Every key ever admitted here and its token; a token is never given to a second key.
    var users: [CurvePublicKey: UserID] = [:]
    var keys: [UserID: CurvePublicKey] = [:]
    var admitted: Set<CurvePublicKey> = []
  }

  private static let lastUserID = Atomic<UInt64>(0)

  package let name: String
  private let table = Mutex(Table())

  init(name: String) {
    self.name = name
  }

  /// Replaces the keys that are admitted.
  ///
  /// libzmq asks once a connection: a key that was taken out stays connected, so its frames must be
  /// refused by the receiver, for whom ``key(of:)`` has become nil.
  /// - Returns: the token of each admitted key, the same as before for a key that was known.
  @discardableResult
  package func admit(_ keys: Set<CurvePublicKey>) -> [CurvePublicKey: UserID] {
    table.withLock { table in
      for key in keys where table.users[key] == nil {
        let userID = UserID(Self.lastUserID.add(1, ordering: .relaxed).newValue)
        table.users[key] = userID
        table.keys[userID] = key
      }
      table.admitted = keys
      return table.users.filter { keys.contains($0.key) }
    }
  }

  /// The key behind a token of this domain; nil when the key is not, or no longer, admitted.
  package func key(of userID: UserID) -> CurvePublicKey? {
    table.withLock { table in
      table.keys[userID].flatMap { table.admitted.contains($0) ? $0 : nil }
    }
  }

  func verdict(on key: CurvePublicKey) -> ZAPVerdict {
    table.withLock { table in
      guard table.admitted.contains(key), let userID = table.users[key] else { return .refuse }
      return .admit(userID)
    }
  }
}
