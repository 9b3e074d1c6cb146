import NormalizedFormat
import Testing

/// OBX-6 as laboratories and devices fill it.
@Suite struct UnitFieldTests {
  private func unit(_ field: String) throws -> UnitOfMeasure? {
    Mapped.quantity(try Mapped.rows("OBX|1|NM|A^B^L||7.35|\(field)|||||F").first)?.unit
  }

  @Test func `pH of a blood gas analyzer is no picohenry`() throws {
    #expect(try unit("pH") == UnitOfMeasure(ucum: "[pH]", text: "pH"))
  }

  @Test(arguments: ["mS", "uG/mL", "nG/dL", "mT", "ct", "pt", "rad", "Ph"])
  func `what may be two things stays text and is flagged`(field: String) throws {
    #expect(try unit(field) == UnitOfMeasure(text: field, flagged: true))
  }

  @Test(arguments: ["mS", "rad", "pH", "mg/dL"])
  func `what OBX-6_3 declares to be UCUM stays as declared`(code: String) throws {
    #expect(try unit(code + "^^UCUM") == UnitOfMeasure(ucum: code))
  }

  @Test(arguments: ["mmol/L^^^^ALTERNATE^L", "^^^^^^^^^2^^^^x", "mg/L&x", "^^L"])
  func `a unit that stands in every row keeps what is left over of it in every row`(
    field: String
  ) throws {
    let row = "OBX|1|NM|A^B^L||7|\(field)|||||F"
    let rows = try Mapped.rows("\(row)\n\(row)\n\(row)")
    #expect(rows.count == 3)
    for other in rows { #expect(other == rows[0]) }
  }

  @Test func `a number of MDC that is not known is no factor, and its name may still be known`()
    throws
  {
    let unknown = try unit("268999^MDC_DIM_FOO^MDC")
    #expect(unknown?.ucum == nil)
    #expect(unknown?.flagged == true)
    #expect(try unit("268999^MDC_DIM_PERCENT^MDC")?.ucum == "%")
  }

  @Test func `a declared code says more than a local one before it`() throws {
    let found = try unit("ft^^99LAB^fL^^UCUM")
    #expect(found?.ucum == "fL")
    #expect(found?.flagged == false)
  }
}
