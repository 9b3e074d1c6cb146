package import ZeroMQ

/// Where a cell listens and the key it must prove to hold; both from the site's verified charter.
package struct CellAddress: Sendable {
  package let endpoint: Endpoint
  package let serverKey: CurvePublicKey

  /// An endpoint and the cell's CURVE public key.
  package init(endpoint: Endpoint, serverKey: CurvePublicKey) {
    self.endpoint = endpoint
    self.serverKey = serverKey
  }
}
