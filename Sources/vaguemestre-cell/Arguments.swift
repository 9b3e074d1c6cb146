/// What the command line asks for.
enum Arguments {
  case help
  case wrong(String)
  case run(RunArguments)

  init(_ words: [String]) {
    var rest = words[...]
    var values: [String: String] = [:]
    var isSupervised = false
    while let word = rest.popFirst() {
      switch word {
      case "--help", "-h":
        self = .help
        return
      case "--supervised": isSupervised = true
      case "--site", "--compartment":
        guard let value = rest.popFirst(), !value.hasPrefix("--"), values[word] == nil else {
          self = .wrong("\(word) needs one value, once")
          return
        }
        values[word] = value
      default:
        self = .wrong("what is '\(word)'?")
        return
      }
    }
    guard let site = values["--site"], let compartment = values["--compartment"] else {
      self = .wrong("--site and --compartment are needed")
      return
    }
    self = .run(
      RunArguments(site: site, compartment: compartment, isSupervised: isSupervised))
  }
}

/// A cell to run.
struct RunArguments: Sendable {
  let site: String
  let compartment: String
  let isSupervised: Bool
}
