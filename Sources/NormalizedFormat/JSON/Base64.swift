/// Base64 (RFC 4648 §4), so that the format needs no Foundation.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func append(_ data: [UInt8], to output: inout [UInt8]) {
    output.reserveCapacity(output.count + (data.count + 2) / 3 * 4)
    for start in stride(from: 0, to: data.count, by: 3) {
      let group = data[start..<min(start + 3, data.count)]
      append(group, to: &output)
    }
  }

  private static func append(_ group: ArraySlice<UInt8>, to output: inout [UInt8]) {
    var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    bits <<= UInt32(8 * (3 - group.count))
    for position in 0..<4 {
      let index = Int(bits >> UInt32(18 - 6 * position) & 0x3f)
      output.append(position <= group.count ? alphabet[index] : UInt8(ascii: "="))
    }
  }
}
