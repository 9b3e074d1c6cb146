extension Message {
  /// The message as JSON with FHIR's names, for people and the command line. Deterministic, and
  /// with content: it goes where patient data may go.
  public func json(indented: Bool = false) -> String {
    String(decoding: jsonBytes(indented: indented), as: UTF8.self)
  }

  /// The same as UTF-8.
  public func jsonBytes(indented: Bool = false) -> [UInt8] {
    var writer = JSONWriter(indented: indented)
    render(to: &writer)
    return writer.bytes
  }
}
