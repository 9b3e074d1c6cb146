internal import CBOR

/// WELCOME: the cell opens the session and says what holds in it.
package struct Welcome: Equatable, Sendable {
  /// 16 bytes, for both ends' logs.
  package var session: [UInt8]
  package var site: String
  package var compartment: String
  /// As whom the cell knows this client, in full: `icu/monitor`.
  package var principal: String
  /// The id of the cell's journal, 16 bytes: whose offsets are spoken of.
  package var journal: [UInt8]
  /// Milliseconds after which a side that has nothing to say sends HEARTBEAT.
  package var heartbeat: Int64
  /// Milliseconds without a word after which the session is over.
  package var silence: Int64
  /// The longest frame, in bytes.
  package var frameMax: Int
  /// Bytes of PUBLISH that may be under way.
  package var publishCredit: Int
  /// How far the announced keys' messages are durable.
  package var marks: [Mark]

  /// The newest durable message of one key in one flow.
  package struct Mark: Equatable, Sendable {
    /// 16 bytes.
    package let key: [UInt8]
    package let flow: String
    package let epoch: UInt64
    package let sequence: UInt64

    package init(key: [UInt8], flow: String, epoch: UInt64, sequence: UInt64) {
      self.key = key
      self.flow = flow
      self.epoch = epoch
      self.sequence = sequence
    }
  }

  /// A WELCOME with the times and sizes of ``Limit`` and no marks.
  package init(
    session: [UInt8], site: String, compartment: String, principal: String, journal: [UInt8]
  ) {
    self.session = session
    self.journal = journal
    self.site = site
    self.compartment = compartment
    self.principal = principal
    heartbeat = Limit.heartbeat
    silence = Limit.silenceMax
    frameMax = Limit.frameBytesMax
    publishCredit = Limit.publishCreditBytes
    marks = []
  }

  init(_ reader: inout CBORReader) throws(CBORError) {
    session = try reader.token(Limit.tokenBytes)
    site = try reader.name()
    compartment = try reader.name()
    principal = try reader.principal()
    journal = try reader.token(Limit.tokenBytes)
    heartbeat = try reader.milliseconds()
    silence = try reader.milliseconds()
    frameMax = try reader.byteCount()
    publishCredit = try reader.byteCount()
    let count = try reader.list(0, Limit.marksPerWelcomeMax)
    marks = []
    marks.reserveCapacity(count)
    for _ in 0..<count {
      try reader.array(exactly: 4)
      marks.append(
        Mark(
          key: try reader.token(Limit.keyIDBytes),
          flow: try reader.name(upTo: Limit.fullNameBytesMax),
          epoch: try reader.number(), sequence: try reader.number()))
    }
  }

  /// The frame.
  package func encoded() -> [UInt8] {
    var writer = CBORWriter(capacity: 128)
    writer.array(Verb.welcome.elementCount)
    writer.unsigned(Verb.welcome.rawValue)
    writer.unsigned(ProtocolVersion.current)
    writer.bytes(session)
    writer.text(site)
    writer.text(compartment)
    writer.text(principal)
    writer.bytes(journal)
    writer.unsigned(UInt64(heartbeat))
    writer.unsigned(UInt64(silence))
    writer.unsigned(UInt64(frameMax))
    writer.unsigned(UInt64(publishCredit))
    writer.array(marks.count)
    for mark in marks {
      writer.array(4)
      writer.bytes(mark.key)
      writer.text(mark.flow)
      writer.unsigned(mark.epoch)
      writer.unsigned(mark.sequence)
    }
    return writer.bytes
  }
}
