/// The rows of a text of comma-separated values (RFC 4180); a field in quotes may hold line ends.
enum CommaSeparated {
  static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    func end(_ field: inout [UInt8], _ row: inout [String]) {
      row.append(String(decoding: field, as: UTF8.self))
      field = []
    }
    let bytes = Array(text.utf8)
    var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while at < bytes.count {
      switch (bytes[at], isQuoted) {
      case (UInt8(ascii: "\""), true) where bytes[(at + 1)...].first == UInt8(ascii: "\""):
        field.append(bytes[at])
        at += 1
      case (UInt8(ascii: "\""), _): isQuoted.toggle()
      case (UInt8(ascii: ","), false): end(&field, &row)
      case (10, false):
        end(&field, &row)
        rows.append(row)
        row = []
      case (13, false): break
      default: field.append(bytes[at])
      }
      at += 1
    }
    if !field.isEmpty || !row.isEmpty {
      end(&field, &row)
      rows.append(row)
    }
    return rows
  }
}
