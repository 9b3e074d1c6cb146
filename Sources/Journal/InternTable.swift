/// Names and the numbers given to them, in memory. What was added since the last commit is still to
/// be written.
struct InternTable {
  private(set) var names: [String] = []
  private var numbers: [String: UInt32] = [:]
  /// How many of the names are on the disk.
  private(set) var persisted = 0

  /// Takes the next row of the stored table. The numbers must come without a gap.
  mutating func load(_ number: UInt32, _ name: UnsafeRawBufferPointer) throws(JournalError) {
    guard Int(number) == names.count, let text = String(validating: name, as: UTF8.self) else {
      throw JournalError(.structure, at: .open)
    }
    numbers[text] = number
    names.append(text)
    persisted = names.count
  }

  /// The number of a name that is known.
  func number(of name: String) -> UInt32? { numbers[name] }

  /// The number of a name, a new one when it has none.
  mutating func intern(
    _ name: String, bytesMax: Int, countMax: Int
  ) throws(JournalError) -> UInt32 {
    if let number = numbers[name] { return number }
    guard !name.isEmpty, name.utf8.count <= bytesMax, names.count < countMax else {
      throw JournalError(.limit, at: .intern)
    }
    let number = UInt32(names.count)
    numbers[name] = number
    names.append(name)
    return number
  }

  /// The numbers that the next commit has to write.
  var unwritten: Range<Int> { persisted..<names.count }

  /// Everything is on the disk now.
  mutating func markWritten() { persisted = names.count }
}
