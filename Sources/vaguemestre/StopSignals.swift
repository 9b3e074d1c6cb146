import Foundation

/// SIGTERM and SIGINT, handled on a queue instead of ending the process, as long as it lives.
final class StopSignals {
  private let sources: [any DispatchSourceSignal]

  init(_ handle: @escaping @Sendable () -> Void) {
    sources = [SIGTERM, SIGINT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler(handler: handle)
      source.resume()
      return source
    }
  }
}
