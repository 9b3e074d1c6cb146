import Glibc

/// One ``SHA256Hasher`` a thread, made at the first use and freed when the thread ends, so that the
/// functions that hash something at once cost no allocation.
enum ThreadHasher {
  /// Calls `body` with this thread's hasher, which is at the beginning of a message and must be
  /// left so.
  @inline(__always)
  static func withHasher<R>(_ body: (inout SHA256Hasher) -> R) -> R {
    guard let held = pthread_getspecific(slot) else { return body(&make().pointee) }
    return body(&held.assumingMemoryBound(to: SHA256Hasher.self).pointee)
  }

  @inline(never)
  private static func make() -> UnsafeMutablePointer<SHA256Hasher> {
    let hasher = UnsafeMutablePointer<SHA256Hasher>.allocate(capacity: 1)
    hasher.initialize(to: SHA256Hasher())
    let status = pthread_setspecific(slot, hasher)
    precondition(status == 0, "pthread_setspecific: \(status)")
    return hasher
  }

  private static let slot: pthread_key_t = {
    var key = pthread_key_t()
    let status = pthread_key_create(&key) { held in
      guard let held else { return }
      let hasher = held.assumingMemoryBound(to: SHA256Hasher.self)
      hasher.deinitialize(count: 1)
      hasher.deallocate()
    }
    precondition(status == 0, "pthread_key_create: \(status)")
    return key
  }()
}
