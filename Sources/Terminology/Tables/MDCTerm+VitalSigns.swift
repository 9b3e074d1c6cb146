extension MDCTerm {
  /// The LOINC code that FHIR R4's vital signs profile has for a term, by its number.
  ///
  /// Source: FHIR R4 *Vital Signs*, and the guides for point-of-care and personal health devices
  /// for the pairs.
  ///
  /// A temperature of skin, finger or toe is no body temperature, nor the rate of a ventilator one
  /// of a patient, nor an invasive pressure without a place arterial; the blood pressure panel is
  /// the cuff's alone, since what bears the name of an artery is a wave as often.
  static let vitalSigns: [UInt32: String] = [
    68_060: "8302-2",  // height, as a patient's attribute
    68_063: "29463-7",  // weight, the same
    147_842: "8867-4",  // heart rate: ECG, pulse oximeter, cuff, catheter
    149_514: "8867-4",
    149_522: "8867-4",
    149_530: "8867-4",
    149_546: "8867-4",
    150_020: "85354-9",  // blood pressure panel
    150_021: "8480-6",  // systolic: cuff, artery
    150_033: "8480-6",
    150_037: "8480-6",
    150_301: "8480-6",
    150_022: "8462-4",  // diastolic
    150_034: "8462-4",
    150_038: "8462-4",
    150_302: "8462-4",
    150_023: "8478-0",  // mean
    150_035: "8478-0",
    150_039: "8478-0",
    150_303: "8478-0",
    150_344: "8310-5",  // body temperature: anywhere, bladder, body, core, gullet, nose, drum
    150_348: "8310-5",
    150_364: "8310-5",
    150_368: "8310-5",
    150_372: "8310-5",
    150_380: "8310-5",
    150_392: "8310-5",
    188_420: "8310-5",  // … rectal, oral, ear, axilla
    188_424: "8310-5",
    188_428: "8310-5",
    188_452: "8310-5",
    188_496: "8310-5",
    150_324: "2708-6",  // oxygen saturation: arterial, and by pulse oximeter
    150_456: "2708-6",
    151_562: "9279-1",  // respiratory rate: unspecified, airway, thorax, carbon dioxide
    151_570: "9279-1",
    151_578: "9279-1",
    151_594: "9279-1",
    153_856: "9843-4",  // head circumference
    188_736: "29463-7",  // weight
    188_740: "8302-2",  // height
    188_752: "39156-5",  // body mass index
  ]
}
