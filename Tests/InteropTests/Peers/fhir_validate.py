"""Validates FHIR bundles, one a line: by fhir.resources (R4B), and by invariants of FHIR R4 that
it does not check.

Prints a line for each fault, the number of the bundle first; at the end how many bundles and
resources were read.
"""

import json
import sys
from decimal import Decimal

from fhir.resources.R4B.bundle import Bundle


def elements(value, path):
    """Every object within, with its path."""
    if isinstance(value, dict):
        yield path, value
        for name, inner in value.items():
            yield from elements(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from elements(inner, f"{path}[{index}]")


def empty(value):
    if isinstance(value, dict):
        return not value or any(empty(inner) for inner in value.values())
    if isinstance(value, list):
        return not value or any(empty(inner) for inner in value if inner is not None)
    return value == ""


def element_faults(path, element):
    last = path.rsplit(".", 1)[-1].split("[")[0]
    names = [name.lstrip("_") for name in element]
    values = [name for name in names if name.startswith("value") and name[5:6].isupper()]
    if last == "extension":
        if "url" not in names:
            yield "extension without url"
        if bool(values) == ("extension" in names):
            yield "ext-1: a value or extensions"
    if last == "referenceRange" and not {"low", "high", "text"} & set(names):
        yield "obs-3"
    if last == "attachment" or last == "valueAttachment":
        if "data" in names and "contentType" not in names:
            yield "att-1"
    if last.endswith("Ratio") and ("numerator" in names) != ("denominator" in names):
        yield "rat-1"
    if last.endswith("Quantity") or last in ("low", "high", "origin"):
        if "code" in names and "system" not in names:
            yield "qty-3"
    if last in ("low", "high", "origin", "doseQuantity") and "comparator" in names:
        yield "sqty-1"
    if last in ("telecom", "valueContactPoint"):
        if "value" in names and "system" not in names:
            yield "cpt-2"
    if last.endswith("Coding") or last == "coding":
        system = element.get("system", "x:")
        if ":" not in system:
            yield "a code system that is no absolute URI"


MAY_LACK_TIMES = ("proposed", "cancelled", "waitlist")


def participant_faults(participant):
    if not ("type" in participant or "actor" in participant):
        yield "app-1"


def resource_faults(resource):
    kind = resource["resourceType"]
    if kind == "Observation":
        values = [name for name in resource if name.startswith("value")]
        if values and "dataAbsentReason" in resource:
            yield "obs-6"
        if len(values) > 1:
            yield "two values"
        codes = [component.get("code") for component in resource.get("component", [])]
        if resource.get("code") in codes and values:
            yield "obs-7"
    if kind == "AllergyIntolerance":
        if ("clinicalStatus" in resource) == ("verificationStatus" in resource):
            yield "ait-1 or ait-2"
    if kind == "Organization" and not {"name", "_name", "identifier"} & set(resource):
        yield "org-1"
    if kind == "Appointment":
        start, end = ({name, "_" + name} & set(resource) for name in ("start", "end"))
        if bool(start) != bool(end):
            yield "app-2"
        if not start and resource.get("status") not in MAY_LACK_TIMES:
            yield "app-3"
        for participant in resource["participant"]:
            yield from participant_faults(participant)


def faults(bundle):
    entries = bundle["entry"]
    urls = [entry["fullUrl"] for entry in entries]
    if len(set(urls)) != len(urls):
        yield "bdl-7"
    if entries[0]["resource"]["resourceType"] != "MessageHeader":
        yield "bdl-12"
    for entry in entries:
        resource = entry["resource"]
        if empty(resource):
            yield f"{resource['resourceType']}: something empty (ele-1)"
        for fault in resource_faults(resource):
            yield f"{resource['resourceType']}: {fault}"
        for path, element in elements(resource, resource["resourceType"]):
            for fault in element_faults(path, element):
                yield f"{path}: {fault}"
            reference = element.get("reference")
            if isinstance(reference, str) and reference not in urls:
                yield f"{path}: refers to nothing"


def model_faults(model, types, path):
    """Codes and references that their element does not take, by the tables of fhir.resources."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        extra = field.json_schema_extra or {}
        for item in value if isinstance(value, list) else [value]:
            place = f"{path}.{field.alias or name}"
            codes = extra.get("enum_values")
            # A list that ends in "+" is the start of a longer one.
            if codes and "+" not in codes and isinstance(item, str) and item not in codes:
                yield f"{place}: {item} is not in {codes}"
            allowed = extra.get("enum_reference_types")
            target = types.get(getattr(item, "reference", None))
            if allowed and target and target not in allowed and "Resource" not in allowed:
                yield f"{place}: a reference to {target}, not to {allowed}"
            if hasattr(type(item), "model_fields"):
                yield from model_faults(item, types, place)


def main():
    bundles = resources = 0
    for number, line in enumerate(open(sys.argv[1], encoding="utf-8")):
        data = json.loads(line, parse_float=Decimal)
        types = {entry["fullUrl"]: entry["resource"]["resourceType"] for entry in data["entry"]}
        try:
            for fault in model_faults(Bundle.model_validate(data), types, "Bundle"):
                print(number, fault)
        except Exception as error:  # each is a fault to report
            print(number, "fhir.resources:", " ".join(str(error).split())[:600])
        for fault in faults(data):
            print(number, fault)
        bundles += 1
        resources += len(data["entry"])
    print("read", bundles, resources)


main()
