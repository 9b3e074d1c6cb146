"""The lists of the normalized format: what its numbers stand for. A name's place is its number."""

LISTS = {
    "identifier-use": "usual official temp secondary old",
    "time-precision": "year month day hour minute second millisecond",
    "clock-quality": "synchronized free set unreliable",
    "sex": "male female other unknown",
    "name-use": "usual official temp nickname anonymous old maiden",
    "address-use": "home work temp old billing",
    "telecom-system": "phone fax email pager url sms other",
    "telecom-use": "home work temp old mobile",
    "comparator": "< <= >= > ~ <>",
    "encounter-class": "IMP AMB EMER PRENC R B OBSENC HH VR OTH",
    "encounter-status": """
        planned arrived triaged in-progress on-leave finished cancelled entered-in-error
        unknown
    """,
    "observation-status": """
        registered preliminary final amended corrected cancelled entered-in-error
        unknown
    """,
    "containment-level": "mds vmd channel metric facet sub-facet",
    "absent-reason": """
        unknown asked-unknown temp-unknown not-asked asked-declined masked
        not-applicable unsupported as-text error not-a-number negative-infinity
        positive-infinity not-performed not-permitted
    """,
    "validity": """
        valid validated questionable invalid not-available ongoing calibrating test demo
        early busy off overflow underflow alarm-active alarm-inhibited
    """,
    "report-status": """
        registered partial preliminary final amended corrected appended cancelled
        entered-in-error unknown
    """,
    "order-status": "draft active on-hold revoked completed entered-in-error unknown",
    "admission-event": """
        admit transfer discharge register pre-admit change-to-inpatient
        change-to-outpatient update depart-tracking arrive-tracking cancel-admit
        cancel-transfer cancel-discharge cancel-pre-admit cancel-pending cancel-other
        pending-admit pending-transfer pending-discharge leave return-from-leave swap
        merge move link unlink delete add-person update-person change-identifier
        bed-status update-allergies change-provider other
    """,
    "appointment-status": """
        proposed pending booked arrived fulfilled cancelled noshow entered-in-error
        checked-in waitlist
    """,
    "participant-kind": "service general location personnel",
    "document-status": "preliminary final amended entered-in-error",
    "immunization-status": "completed entered-in-error not-done",
    "alert-phase": "start continue end present update escalate de-escalate reset tpoint",
    "alert-state": "inactive active latched",
    "alert-inactivation": "enabled audio-paused audio-off alarm-paused alarm-off acknowledged",
    "alert-priority": "none low medium high",
    "alert-kind": "physiological technical advisory",
    "imaging-event": "scheduled started completed discontinued available removed other",
    "imaging-status": "registered available cancelled entered-in-error unknown",
    "tracked-kind": "device patient staff visitor goods other",
    "position-event": "seen entered left lost pressed removed",
    "operational-status": """
        on off standby paused not-ready in-use transduc-discon hw-discon failed
        entered-in-error
    """,
    "connection-state": "connected disconnected associating unknown",
    "power-source": "mains battery charging",
    "calibration-state": "not-calibrated calibration-required calibrated unspecified",
}

# By number, from 1.
SYSTEMS = (
    "urn:iso:std:iso:11073:10101",
    "http://loinc.org",
    "http://snomed.info/sct",
    "http://unitsofmeasure.org",
    "http://hl7.org/fhir/sid/icd-10",
    "http://hl7.org/fhir/sid/icd-10-cm",
    "http://hl7.org/fhir/sid/icd-9-cm",
    "http://hl7.org/fhir/sid/cvx",
    "http://hl7.org/fhir/sid/mvx",
    "http://www.nlm.nih.gov/research/umls/rxnorm",
    "http://hl7.org/fhir/sid/ndc",
    "http://www.ama-assn.org/go/cpt",
    "http://www.whocc.no/atc",
    "urn:iso:std:iso:3166",
    "urn:ietf:bcp:47",
    "http://terminology.hl7.org/CodeSystem/v3-ActCode",
    "urn:oid:2.16.840.1.113883.6.238",
    "http://terminology.hl7.org/CodeSystem/HCPCS",
)

# The kinds of content, by number from 1: the name, and its record.
KINDS = (
    ("observations", "observations"),
    ("report", "reports"),
    ("admission", "admission"),
    ("order", "orders"),
    ("appointment", "appointment"),
    ("document", "document"),
    ("immunization", "immunizations"),
    ("quarantine", "quarantine"),
    ("other", "other"),
    ("alert", "alerts"),
    ("imaging", "imaging"),
    ("position", "positions"),
    ("deviceStatus", "device-statuses"),
)
