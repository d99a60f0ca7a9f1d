"""Described addresses: what OpenAPI says of them holds for whatever is asked."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.applications import Starlette

from explorer import addresses

# Not `positive_data_acceptance`: a place that is well written and does not exist is refused, as it must be.
HOLDS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
@pytest.mark.usefixtures("shipped")
def test_whatever_is_asked_is_answered_as_described(mode):
    app = Starlette(routes=addresses.routes())
    schema = schemathesis.openapi.from_asgi("/data/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 4  # it leaves out the description itself
    for operation in operations:
        if mode is schemathesis.GenerationMode.NEGATIVE and not operation.query:
            continue  # what takes no words cannot be asked in wrong ones

        @given(operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=40,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def holds(case):
            case.call_and_validate(checks=HOLDS)

        holds()
