import BreakGlass
import CellProtocol
import Cryptography
import Journal
import Ledger
import ZeroMQ

extension CellShell {
  /// Does one thing that the core wants done; what came of it, where the core must know.
  func perform(_ effect: CellEffect) throws -> CellEvent? {
    switch effect {
    case .send(let peer, let frame): return try send(frame, to: peer)
    case .commit: return try commit()
    case .read(let order): return .records(order.consumer, try read(order))
    case .connect(let id, let target): return try connect(id, target)
    case .forward(let id, let frame):
      guard let link = links[id] else { return nil }
      return try link.send(frame) ? nil : .link(id, .failed)
    case .disconnect(let id):
      if links.removeValue(forKey: id) != nil { pollerIsOld = true }
      return nil
    case .signHead:
      if signer.sign(journal.ledger) { return nil }
      configuration.log(LedgerFault(.headNotKept, at: journal.ledger.size).description)
      return .headFailed
    case .log(let entry):
      configuration.log("VGM-\(entry.code) ×\(entry.count) \(entry.who)")
      return nil
    case .record(let number, let entry): return try record(entry, number)
    case .answer(let ticket, let code):
      offeredSteps.removeValue(forKey: ticket)?.answered(code)
      return nil
    case .announce(let record):
      configuration.log(record.line)
      return nil
    }
  }

  private func send(_ frame: [UInt8], to peer: Peer) throws -> CellEvent? {
    guard let route = connections.route(to: peer.connection) else {
      return .unsent(peer, isGone: true)
    }
    switch try router.send(frame, to: route) {
    case .queued: return nil
    case .full: return .unsent(peer, isGone: false)
    case .gone: return .unsent(peer, isGone: true)
    }
  }

  /// Makes the batch durable. A journal that goes on but took nothing is the publishers' to wait
  /// for; one that failed ends the cell, since nothing may be acknowledged any more.
  private func commit() throws -> CellEvent {
    do throws(JournalError) {
      let offsets = try journal.commit(core.batch)
      for index in offsets.indices {
        let entry = core.batch.entries[index]
        tail.append(
          entry.flow,
          StoredRecord(
            offset: offsets[index], source: entry.frame, range: entry.range,
            place: core.places[index]))
      }
      return .committed(offsets)
    } catch {
      guard !error.isFatal else { throw error }
      return .commitRefused(code: error.code.rawValue)
    }
  }

  /// Reads from the messages in memory, else from the journal.
  private func read(_ order: ReadOrder) throws -> [StoredRecord] {
    let bounds = ReadBounds(bytesMax: order.bytesMax, countMax: order.countMax)
    if let records = tail.read(order.flow, from: order.from, bounds) { return records }
    var records: [StoredRecord] = []
    _ = try journal.read(order.flow, from: order.from, bounds) { record throws(JournalError) in
      switch record {
      case .message(let offset, _, let bytes):
        records.append(StoredRecord(offset: offset, source: bytes, range: bytes.indices))
      case .damaged(let offset):
        records.append(StoredRecord(offset: offset, source: [], range: 0..<0))
      }
    }
    return records
  }

  private func connect(_ id: LinkID, _ target: LinkTarget) throws -> CellEvent {
    guard let keys = linkKeys[target.principal], let server = CurvePublicKey(target.serverKey)
    else {
      configuration.log(
        "VGM-\(ProtocolCode.linkKeyMissing.rawValue) no key of the link principal "
          + "\(target.principal): nothing can be imported from \(target.source)")
      return .link(id, .failed)
    }
    do throws(ZeroMQError) {
      links[id] = try LinkSocket(
        to: try Endpoint(target.endpoint), as: CurveClient(keys: keys, server: server),
        in: context)
      pollerIsOld = true
      return .link(id, .connected(nonce: SecureRandom.bytes(Limit.tokenBytes)))
    } catch {
      configuration.log("\(error): link to \(target.source)")
      return .link(id, .failed)
    }
  }
}
