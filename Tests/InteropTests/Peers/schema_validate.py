"""Validates YAML sources against a JSON Schema: the schema, then the sources; a line a fault."""

import json
import sys

import jsonschema
import yaml


class Loader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: a time is a text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in rules if "timestamp" not in tag]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        document = yaml.load(file, Loader)
    for fault in validator.iter_errors(document):
        print(path, "/".join(map(str, fault.absolute_path)), fault.message[:200])
