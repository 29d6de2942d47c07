"""Renders one template a line with Jinja2: JSON in, JSON out, `output` or `error`."""

import json
import sys

from jinja2 import Environment, StrictUndefined, Undefined


def render(case):
    environment = Environment(
        autoescape=case["autoescape"],
        undefined=StrictUndefined if case["undefined"] == "strict" else Undefined,
        trim_blocks=case["trim_blocks"],
        lstrip_blocks=case["trim_blocks"],
        keep_trailing_newline=case["keep_trailing_newline"],
    )
    try:
        return {"output": environment.from_string(case["template"]).render(case["context"])}
    except Exception as error:
        return {"error": type(error).__name__ + ": " + str(error)}


for line in sys.stdin:
    print(json.dumps(render(json.loads(line))))
