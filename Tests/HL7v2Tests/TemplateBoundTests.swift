import AdapterKit
import HL7v2
import Testing

/// What an adapter remembers is bounded, whatever comes.
@Suite struct TemplateBoundTests {
  private func limits(_ change: (inout TemplateLimits) -> Void) -> TemplateLimits {
    var limits = TemplateLimits()
    change(&limits)
    return limits
  }

  @Test func `more monitors than templates push each other out`() throws {
    let twin = try Twin([:], limits { $0.templates = 2 })
    for number in 0..<12 {
      for bed in 0..<9 {
        twin.take(Monitor(bed: bed, rows: 2).message(number))
        #expect(twin.adapter.templateLoad.templates <= 4)
      }
    }
    for _ in 0..<3 { twin.take(Monitor(bed: 0, rows: 2).message(1)) }
    #expect(twin.take(Monitor(bed: 0, rows: 2).message(2)))
  }

  @Test func `their bytes are bounded as well`() throws {
    let twin = try Twin([:], limits { $0.bytes = 10_000 })
    for number in 0..<6 {
      for bed in 0..<9 {
        twin.take(Monitor(bed: bed, rows: 4).message(number))
        #expect(twin.adapter.templateLoad.bytes <= 20_000)
      }
    }
    #expect(twin.adapter.templateLoad.bytes > 1_000)
  }

  @Test(arguments: [0, 1, 3]) func `skeletons that collide are told apart`(bits: Int) throws {
    let twin = try Twin([:], limits { $0.keyBits = bits })
    var written = 0
    for number in 0..<8 {
      for bed in 0..<9 where twin.take(Monitor(bed: bed, rows: 2).message(number)) {
        written += 1
      }
    }
    #expect(written > 0)
    #expect(twin.adapter.templateLoad.templates <= 2 << bits)
  }

  @Test func `a flood of senders leaves a busy monitor its template`() throws {
    let twin = try Twin([:], limits { $0.templates = 8 })
    let monitor = Monitor(bed: 1, rows: 2)
    for number in 0..<3 { twin.take(monitor.message(number)) }
    for stranger in 10..<150 {
      for _ in 0..<2 { twin.take(Monitor(bed: stranger, rows: 1).message(1)) }
      #expect(twin.take(monitor.message(stranger)))
      #expect(twin.adapter.templateLoad.templates <= 16)
    }
  }

  @Test func `what is not sent any more is forgotten`() throws {
    let twin = try Twin([:], limits { $0.age = 1_000 })
    let (gone, stays) = (Monitor(bed: 1, rows: 1), Monitor(bed: 2, rows: 1))
    for number in 0..<3 { twin.take(gone.message(number), received: 5_000) }
    #expect(twin.take(gone.message(4), received: 5_000))
    for number in 0..<30 { twin.take(stays.message(number), received: 5_100 + 100 * Int64(number)) }
    #expect(twin.adapter.templateLoad.templates <= 2)
    #expect(!twin.take(gone.message(5), received: 8_000))
    // A clock that went back is no age.
    #expect(twin.take(stays.message(5), received: 8_000))
    twin.take(stays.message(6), received: 100)
    #expect(twin.take(stays.message(7), received: 100))
  }

  @Test func `the most rows that have a template, and one more`() throws {
    for (rows, isShort) in [(60, true), (120, false)] {
      let twin = try Twin()
      var isWritten = false
      for number in 0..<3 { isWritten = twin.take(Monitor(bed: 1, rows: rows).message(number)) }
      #expect(isWritten == isShort)
    }
  }

  @Test func `connections of one link share templates`() async throws {
    let twin = try Twin()
    await withTaskGroup(of: Void.self) { group in
      for connection in 0..<8 {
        group.addTask {
          for number in 0..<25 {
            for bed in 0..<3 {
              twin.take(Monitor(bed: bed, rows: 2).message(number * 8 + connection))
            }
          }
        }
      }
    }
    #expect(twin.adapter.templateLoad.templates == 3)
    #expect(twin.take(Monitor(bed: 0, rows: 2).message(1)))
  }
}
