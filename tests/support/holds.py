"""Whether a document is as its schema says: SCHEMA DOCUMENT..."""

import json
import sys

import jsonschema

validator = jsonschema.Draft7Validator(json.load(open(sys.argv[1], encoding="utf-8")))
validator.check_schema(validator.schema)
for path in sys.argv[2:]:
    for e in validator.iter_errors(json.load(open(path, encoding="utf-8"))):
        sys.exit(f"{path}: {'/'.join(map(str, e.absolute_path))}: {e.message[:300]}")
