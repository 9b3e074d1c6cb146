import ArgumentParser

/// A command could not do its work: one line that says what and, where there is one, the remedy.
/// Exit status 1.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
