"""The records of the normalized format, as its README has them: key, name and type of each field.

After a type, ``!`` is cardinality 1..1, ``*`` is 0..* and nothing is 0..1.
"""

RECORDS = {
    # "by-kind" is the record that the kind names: see KINDS in lists.py.
    "message": """
        0 formatVersion: version!, 1 provenance: provenance!, 2 patient: patient,
        3 encounter: encounter, 4 kind: kind!, 5 content: by-kind!, 6 loss: loss-ledger,
        7 cleared: text*
    """,
    "timestamp": """
        1 milliseconds: milliseconds!, 2 precision: time-precision!, 3 zone: zone-minutes,
        4 assumedZone: zone-minutes, 5 clock: clock-quality, 6 original: text
    """,
    "provenance": """
        1 adapter: adapter!, 2 source: source!, 3 device: device, 4 created: timestamp,
        5 received: timestamp, 6 raw: raw-digest, 7 method: concept
    """,
    "adapter": "1 name: text!, 2 version: text!",
    "source": """
        1 standard: text!, 2 version: text, 3 type: text, 4 controlId: text,
        5 sendingApplication: authority, 6 sendingFacility: authority,
        7 receivingApplication: authority, 8 receivingFacility: authority, 9 characterSet: text,
        10 characterSetAssumed: true, 11 processing: text, 12 sequence: text,
        13 profile: identifier*, 14 security: text, 15 country: text, 16 language: concept,
        17 detail: named-field*
    """,
    "authority": "1 namespace: text, 2 universalID: text, 3 universalIDType: text",
    "identifier": """
        1 value: text, 2 type: concept, 3 system: text, 4 assigner: authority,
        5 facility: authority, 6 use: identifier-use, 7 period: period, 8 checkDigit: text,
        9 checkScheme: text
    """,
    "concept": "1 coding: coding*, 2 text: text",
    "coding": "1 system: code-system, 2 code: text, 3 display: text, 4 version: text",
    "period": "1 start: timestamp, 2 end: timestamp",
    "named-field": "1 name: text!, 2 value: text!",
    "device": """
        1 identifier: identifier*, 2 manufacturer: text, 3 model: text, 4 serialNumber: text,
        5 firmware: text, 6 name: text, 7 type: concept
    """,
    "raw-digest": "1 sha256: sha256!, 2 count: uint!",
    "patient": """
        1 identifier: identifier*, 2 name: human-name*, 3 birthDate: timestamp, 4 gender: sex,
        5 genderCode: concept, 6 address: address*, 7 telecom: telecom*, 8 maritalStatus: concept,
        9 religion: concept, 10 communication: concept*, 11 ethnicity: concept*, 12 race: concept*,
        13 multipleBirth: bool, 14 birthOrder: uint32, 15 deceased: bool,
        16 deceasedDateTime: timestamp, 17 account: identifier*, 18 contact: contact*,
        19 allergy: allergy*, 20 diagnosis: diagnosis*, 21 coverage: coverage*, 22 note: note*,
        23 alias: human-name*, 24 motherIdentifier: identifier*, 25 motherName: human-name*,
        26 birthPlace: text, 27 nationality: concept, 28 citizenship: concept*,
        29 veteranStatus: concept, 30 generalPractitioner: practitioner*,
        31 managingOrganization: organization*, 32 publicity: concept, 33 protected: bool,
        34 identityReliability: concept*, 35 lastUpdated: timestamp, 36 procedure: procedure*,
        37 detail: named-field*
    """,
    "human-name": """
        1 use: name-use, 2 family: text, 3 familyPrefix: text, 4 given: text*, 5 prefix: text*,
        6 suffix: text*, 7 degree: text, 8 text: text, 9 period: period, 10 useCode: text
    """,
    "address": """
        1 use: address-use, 2 line: text*, 3 city: text, 4 district: text, 5 state: text,
        6 postalCode: text, 7 country: text, 8 text: text, 9 period: period, 10 useCode: text,
        11 censusTract: text, 12 otherGeographic: text
    """,
    "telecom": """
        1 system: telecom-system, 2 use: telecom-use, 3 value: text, 4 useCode: text,
        5 equipmentCode: text, 6 countryCode: text, 7 areaCode: text, 8 localNumber: text,
        9 extension: text, 10 text: text
    """,
    "contact": """
        1 name: human-name*, 2 relationship: concept*, 3 role: concept*, 4 address: address*,
        5 telecom: telecom*, 6 identifier: identifier*, 7 gender: sex, 8 birthDate: timestamp,
        9 period: period, 10 organization: organization*, 11 maritalStatus: concept,
        12 language: concept*, 13 occupation: text, 14 genderCode: concept, 15 detail: named-field*
    """,
    "organization": """
        1 identifier: identifier*, 2 name: text, 3 type: concept, 4 telecom: telecom*,
        5 address: address*, 6 contact: human-name*
    """,
    "allergy": """
        1 identifier: identifier*, 2 type: concept, 3 code: concept, 4 severity: concept,
        5 reaction: concept*, 6 onset: timestamp, 7 status: concept, 8 action: concept,
        9 note: note*, 10 detail: named-field*
    """,
    "note": """
        1 text: text!, 2 source: text, 3 type: concept, 4 time: timestamp, 5 author: practitioner*
    """,
    "practitioner": """
        1 identifier: identifier*, 2 name: human-name*, 3 role: concept, 4 telecom: telecom*,
        5 address: address*, 6 specialty: concept, 7 organization: organization*,
        8 location: location*, 9 period: period
    """,
    "location": """
        1 pointOfCare: text, 2 room: text, 3 bed: text, 4 facility: authority, 5 status: text,
        6 type: text, 7 building: text, 8 floor: text, 9 description: text,
        10 identifier: identifier*
    """,
    "diagnosis": """
        1 identifier: identifier*, 2 code: concept, 3 description: text, 4 time: timestamp,
        5 type: concept, 6 rank: uint32, 7 asserter: practitioner*, 8 attested: timestamp,
        9 classification: concept, 10 detail: named-field*, 11 action: concept
    """,
    "coverage": """
        1 identifier: identifier*, 2 plan: concept, 3 payor: organization*, 4 groupNumber: text,
        5 groupName: text*, 6 period: period, 7 planType: concept, 8 subscriber: contact*,
        9 relationship: concept, 10 authorization: text, 11 order: text, 12 detail: named-field*
    """,
    "procedure": """
        1 identifier: identifier*, 2 code: concept, 3 description: text, 4 performed: timestamp,
        5 category: concept, 6 duration: quantity, 7 performer: practitioner*, 8 reason: concept,
        9 modifier: concept*, 10 priority: text, 11 detail: named-field*
    """,
    "quantity": "1 value: decimal, 2 comparator: comparator, 3 unit: unit",
    "unit": "1 code: text, 2 coding: coding*, 3 unit: text, 4 flagged: true",
    "encounter": """
        1 identifier: identifier*, 2 class: encounter-class, 3 classCode: concept,
        4 status: encounter-status, 5 location: location, 6 previousLocation: location,
        7 temporaryLocation: location, 8 pendingLocation: location,
        9 previousTemporaryLocation: location, 10 attending: practitioner*,
        11 referring: practitioner*, 12 consulting: practitioner*, 13 admitting: practitioner*,
        14 participant: practitioner*, 15 serviceType: concept, 16 type: concept,
        17 admitSource: concept, 18 reAdmission: concept, 19 start: timestamp, 20 end: timestamp,
        21 dischargeDisposition: concept, 22 destination: concept, 23 vip: concept,
        24 patientType: concept, 25 financialClass: concept*,
        26 preAdmissionIdentifier: identifier*, 27 alternateIdentifier: identifier*,
        28 ambulatoryStatus: concept*, 29 dietPreference: concept, 30 serviceProvider: text,
        31 bedStatus: concept, 32 accountStatus: concept, 33 reasonCode: concept,
        34 transferReason: concept, 35 expectedAdmission: timestamp,
        36 expectedDischarge: timestamp, 37 description: text, 38 priority: concept,
        39 accommodation: concept, 40 arrivalMode: concept, 41 note: note*, 42 detail: named-field*
    """,
    "other": "1 type: text!, 2 group: group*",
    "group": "1 name: text!, 2 field: named-field*, 3 group: group*",
    "loss-ledger": "1 mapped: uint!, 2 dropped: dropped*, 3 unknown: unknown*",
    "dropped": "1 path: text!, 2 rule: text!, 3 count: uint!",
    "unknown": "1 path: text!, 2 value: text!",
    "observations": "1 set: observation-set*",
    "observation-set": """
        1 code: concept, 2 identifier: identifier*, 3 effectiveDateTime: timestamp,
        4 effectivePeriod: period, 5 observation: observation*, 6 device: device*, 7 note: note*,
        8 detail: named-field*
    """,
    "observation": """
        1 code: concept!, 2 value: value*, 3 status: observation-status, 4 containment: uint32*,
        5 level: containment-level, 6 subId: text, 7 identifier: identifier*, 8 category: concept*,
        9 dataAbsentReason: absent-reason, 10 validity: validity*, 11 interpretation: concept*,
        12 referenceRange: reference-range*, 13 alarmLimits: alarm-limits,
        14 effectiveDateTime: timestamp, 15 effectivePeriod: period, 16 issued: timestamp,
        17 method: concept*, 18 device: device*, 19 bodySite: concept, 20 performer: practitioner*,
        21 performerOrganization: organization*, 22 note: note*, 23 component: observation*,
        24 sourceStatus: text, 25 sourceValueType: text, 26 detail: named-field*
    """,
    "range": "1 low: quantity, 2 high: quantity",
    "ratio": "1 numerator: quantity, 2 denominator: quantity, 3 separator: text",
    "sampled-array": """
        1 samples: samples!, 2 period: decimal, 3 factor: decimal, 4 origin: quantity,
        5 dimensions: uint32, 6 lowerLimit: decimal, 7 upperLimit: decimal
    """,
    "attachment": """
        1 contentType: text, 2 data: bytes, 3 url: text, 4 title: text, 5 language: text,
        6 sourceType: text, 7 source: authority, 8 text: text, 9 sourceEncoding: text
    """,
    "reference-range": """
        1 low: quantity, 2 high: quantity, 3 text: text, 4 type: concept, 5 appliesTo: concept*
    """,
    "alarm-limits": "1 low: quantity, 2 high: quantity, 3 text: text",
    "reports": "1 report: report*",
    "report": """
        1 identifier: identifier*, 2 placerIdentifier: identifier*, 3 fillerIdentifier: identifier*,
        4 code: concept, 5 status: report-status, 6 sourceStatus: text,
        7 effectiveDateTime: timestamp, 8 effectivePeriod: period, 9 issued: timestamp,
        10 category: concept*, 11 specimen: specimen*, 12 result: observation*, 13 note: note*,
        14 resultsInterpreter: practitioner*, 15 performer: practitioner*,
        16 requester: practitioner*, 17 copyTo: practitioner*, 18 reasonCode: concept*,
        19 priority: concept, 20 requested: timestamp, 21 scheduled: timestamp,
        22 clinicalInformation: text, 23 parentIdentifier: identifier*, 24 basedOn: order*,
        25 callback: telecom*, 26 procedure: concept*, 27 detail: named-field*
    """,
    "specimen": """
        1 identifier: identifier*, 2 type: concept, 3 additive: concept*, 4 method: concept,
        5 bodySite: concept, 6 role: concept, 7 volume: quantity, 8 text: text,
        9 collectedDateTime: timestamp, 10 collectedPeriod: period, 11 receivedTime: timestamp,
        12 condition: concept*, 13 rejectReason: concept*, 14 collector: practitioner*,
        15 note: note*, 16 observation: observation*, 17 detail: named-field*
    """,
    "order": """
        1 control: concept, 2 placerIdentifier: identifier*, 3 fillerIdentifier: identifier*,
        4 groupIdentifier: identifier*, 5 status: order-status, 6 statusCode: concept,
        7 timing: timing*, 8 basedOn: identifier*, 9 authoredOn: timestamp,
        10 enterer: practitioner*, 11 verifier: practitioner*, 12 requester: practitioner*,
        13 entererLocation: location, 14 callback: telecom*, 15 effective: timestamp,
        16 controlReason: concept, 17 enteringOrganization: concept, 18 enteringDevice: concept,
        19 actionBy: practitioner*, 20 orderingFacility: organization*, 21 item: order-item*,
        22 note: note*, 23 detail: named-field*
    """,
    "timing": """
        1 quantity: quantity, 2 repeat: concept*, 3 interval: text, 4 timeOfDay: text*,
        5 duration: quantity, 6 start: timestamp, 7 end: timestamp, 8 priority: concept*,
        9 condition: text, 10 text: text, 11 count: uint32
    """,
    "order-item": """
        1 code: concept, 2 procedure: concept*, 3 medication: medication*, 4 specimen: specimen*,
        5 quantity: quantity, 6 priority: concept, 7 occurrenceDateTime: timestamp,
        8 occurrencePeriod: period, 9 clinicalInformation: text, 10 danger: concept,
        11 specimenAction: concept, 12 reasonCode: concept*, 13 category: concept,
        14 timing: timing*, 15 requester: practitioner*, 16 copyTo: practitioner*,
        17 callback: telecom*, 18 identifier: identifier*, 19 observation: observation*,
        20 diagnosis: diagnosis*, 21 note: note*, 22 detail: named-field*, 23 priorReport: report*
    """,
    "medication": """
        1 code: concept, 2 amountMin: quantity, 3 amountMax: quantity, 4 form: concept,
        5 route: concept*, 6 site: concept*, 7 administrationDevice: concept*, 8 method: concept*,
        9 pharmacyInstruction: concept*, 10 administrationInstruction: concept*,
        11 dispenseQuantity: quantity, 12 numberOfRepeatsAllowed: uint32, 13 strength: quantity,
        14 rate: quantity, 15 substitution: concept, 16 prescriptionIdentifier: identifier*,
        17 component: medication*, 18 indication: concept*, 19 note: note*, 20 detail: named-field*
    """,
    "admission": """
        1 event: admission-event!, 2 trigger: text, 3 recorded: timestamp, 4 occurred: timestamp,
        5 planned: timestamp, 6 reason: concept, 7 operator: practitioner*, 8 facility: authority,
        9 mergedFrom: merged-patient*, 10 observation: observation*, 11 note: note*,
        12 detail: named-field*
    """,
    "merged-patient": """
        1 identifier: identifier*, 2 account: identifier*, 3 encounterIdentifier: identifier*,
        4 name: human-name*, 5 location: location*
    """,
    "orders": "1 order: order*, 2 note: note*",
    "appointment": """
        1 placerIdentifier: identifier*, 2 fillerIdentifier: identifier*,
        3 groupIdentifier: identifier*, 4 occurrence: uint32, 5 trigger: text,
        6 status: appointment-status, 7 statusCode: concept, 8 schedule: concept,
        9 eventReason: concept, 10 reasonCode: concept, 11 appointmentType: concept,
        12 duration: quantity, 13 start: timestamp, 14 end: timestamp, 15 timing: timing*,
        16 placerContact: contact*, 17 fillerContact: contact*, 18 enterer: practitioner*,
        19 parentIdentifier: identifier*, 20 basedOn: identifier*,
        21 participant: appointment-participant*, 22 note: note*, 23 observation: observation*,
        24 detail: named-field*
    """,
    "appointment-participant": """
        1 kind: participant-kind, 2 action: concept, 3 type: concept, 4 role: concept*,
        5 actor: practitioner*, 6 location: location, 7 start: timestamp, 8 startOffset: quantity,
        9 duration: quantity, 10 substitution: concept, 11 status: concept, 12 quantity: quantity,
        13 group: text, 14 note: note*, 15 detail: named-field*
    """,
    "document": """
        1 type: concept, 2 identifier: identifier*, 3 relatesTo: identifier*,
        4 placerIdentifier: identifier*, 5 fillerIdentifier: identifier*, 6 trigger: text,
        7 docStatus: document-status, 8 completion: concept, 9 securityLabel: concept,
        10 availability: concept, 11 storage: concept, 12 contentType: text, 13 activity: timestamp,
        14 date: timestamp, 15 transcribed: timestamp, 16 edited: timestamp*,
        17 author: practitioner*, 18 authenticator: practitioner*,
        19 transcriptionist: practitioner*, 20 activityProvider: practitioner*,
        21 copyTo: practitioner*, 22 fileName: text, 23 changeReason: text, 24 description: text,
        25 content: observation*, 26 order: order*, 27 note: note*, 28 detail: named-field*
    """,
    "immunizations": "1 immunization: immunization*, 2 observation: observation*",
    "immunization": """
        1 vaccineCode: concept, 2 occurrenceDateTime: timestamp, 3 end: timestamp,
        4 doseQuantity: quantity, 5 lotNumber: text*, 6 expirationDate: timestamp*,
        7 manufacturer: concept*, 8 status: immunization-status, 9 statusCode: concept,
        10 statusReason: concept*, 11 route: concept*, 12 site: concept*,
        13 performer: practitioner*, 14 location: location, 15 informationSource: concept*,
        16 reasonCode: concept*, 17 form: concept, 18 action: concept, 19 recorded: timestamp,
        20 doseNumber: uint32, 21 order: order*, 22 observation: observation*, 23 note: note*,
        24 detail: named-field*
    """,
    "quarantine": """
        1 reason: uint32!, 2 raw: bytes!, 3 place: text, 4 offset: uint, 5 mediaType: text,
        6 detail: text, 7 part: quarantine-part
    """,
    "quarantine-part": "1 index: uint32!, 2 count: uint32!, 3 sha256: sha256!, 4 bytes: uint!",
    "alerts": "1 alert: alert*, 2 note: note*",
    "alert": """
        1 identifier: identifier*, 2 partOf: identifier*, 3 code: concept, 4 phase: alert-phase,
        5 state: alert-state, 6 inactivation: alert-inactivation*, 7 priority: alert-priority,
        8 kind: alert-kind, 9 text: text, 10 interpretation: concept*, 11 source: observation,
        12 containment: uint32*, 13 occurred: timestamp, 14 period: period, 15 device: device*,
        16 evidence: observation*, 17 acknowledgedBy: practitioner*, 18 note: note*,
        19 detail: named-field*
    """,
    "imaging": """
        1 identifier: identifier*, 2 event: imaging-event, 3 trigger: text,
        4 status: imaging-status, 5 modality: concept*, 6 started: timestamp, 7 ended: timestamp,
        8 basedOn: identifier*, 9 referrer: practitioner*, 10 interpreter: practitioner*,
        11 procedureCode: concept*, 12 reasonCode: concept*, 13 description: text,
        14 location: location, 15 numberOfSeries: uint32, 16 numberOfInstances: uint32,
        17 series: imaging-series*, 18 endpoint: text*, 19 note: note*, 20 detail: named-field*
    """,
    "imaging-series": """
        1 uid: text, 2 number: uint32, 3 modality: concept, 4 description: text,
        5 numberOfInstances: uint32, 6 bodySite: concept, 7 laterality: concept,
        8 started: timestamp, 9 performer: practitioner*, 10 device: device,
        11 instance: imaging-instance*, 12 detail: named-field*
    """,
    "imaging-instance": "1 uid: text!, 2 sopClass: text, 3 number: uint32, 4 title: text",
    "positions": "1 position: position*, 2 note: note*",
    "position": """
        1 tag: identifier*, 2 kind: tracked-kind, 3 device: device, 4 practitioner: practitioner*,
        5 event: position-event, 6 location: location, 7 previousLocation: location,
        8 coordinates: coordinates, 9 accuracy: quantity, 10 effectiveDateTime: timestamp,
        11 method: concept, 12 battery: quantity, 13 note: note*, 14 detail: named-field*
    """,
    "coordinates": "1 frame: text!, 2 x: quantity, 3 y: quantity, 4 z: quantity",
    "device-statuses": "1 status: device-status*, 2 note: note*",
    "device-status": """
        1 device: device, 2 containment: uint32*, 3 level: containment-level,
        4 effectiveDateTime: timestamp, 5 operationalStatus: operational-status,
        6 connection: connection-state, 7 power: power-source, 8 charge: quantity,
        9 remaining: quantity, 10 calibrationState: calibration-state, 11 calibrated: timestamp,
        12 mode: concept*, 13 fault: concept*, 14 clockQuality: clock-quality,
        15 clockOffset: quantity, 16 location: location, 17 observation: observation*,
        18 note: note*, 19 detail: named-field*
    """,
}

# A map of exactly one of these.
VALUE = """
    1 quantity: quantity, 2 codeableConcept: concept, 3 string: text, 4 dateTime: timestamp,
    5 time: time-of-day, 6 period: period, 7 range: range, 8 ratio: ratio,
    9 sampledData: sampled-array, 10 attachment: attachment, 11 boolean: bool,
    12 identifier: identifier
"""
