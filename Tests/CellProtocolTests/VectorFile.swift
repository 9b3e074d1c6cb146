import CellProtocol
import Foundation

/// One entry of `commands.json`: a frame and the command it means.
struct CommandVector: Sendable, CustomStringConvertible {
  let name: String
  let frame: [UInt8]
  /// The command's fields as JSON text with sorted keys, so that texts compare.
  let expect: String
  var description: String { name }

  static let all: [CommandVector] = VectorFile.entries("commands").compactMap { entry in
    guard let name = entry["name"] as? String, let hex = entry["hex"] as? String,
      let expect = entry["expect"]
    else { return nil }
    return CommandVector(
      name: name, frame: VectorFile.bytes(hex), expect: VectorFile.canonical(expect))
  }
}

/// One entry of `refused.json`: a frame that is no command, the code and where.
struct RefusedVector: Sendable, CustomStringConvertible {
  let name: String
  let frame: [UInt8]
  let code: Int
  let place: Int
  var description: String { name }

  static let all: [RefusedVector] = VectorFile.entries("refused").compactMap { entry in
    guard let name = entry["name"] as? String, let hex = entry["hex"] as? String,
      let code = entry["code"] as? Int, let place = entry["at"] as? Int
    else { return nil }
    return RefusedVector(name: name, frame: VectorFile.bytes(hex), code: code, place: place)
  }
}

enum VectorFile {
  static func entries(_ file: String) -> [[String: Any]] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")
    guard let data = try? Data(contentsOf: folder.appending(path: "\(file).json")),
      let list = try? JSONSerialization.jsonObject(with: data) as? [[String: Any]]
    else { return [] }
    return list
  }

  static func bytes(_ hex: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = hex[...]
    while rest.count > 1, let byte = UInt8(rest.prefix(2), radix: 16) {
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return bytes
  }

  static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { String(format: "%02x", $0) }.joined()
  }

  static func canonical(_ value: Any) -> String {
    let data = try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys])
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
