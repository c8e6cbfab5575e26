"""The OpenAPI document, and whether every answer keeps what it promises: schemathesis asks, within the process."""

import json
import warnings

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone

from apps.api.tests.world import api_world, program
from emulation_portal.wsgi import application

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the library's own imports; what our application warns of is an error
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings

FEW, MANY = 3, 100


def document() -> dict:
    return json.loads(Client().get("/api/v1/openapi.json").content)


@pytest.mark.django_db
def test_the_document_says_what_every_operation_may_answer():
    found = document()
    assert found["openapi"].startswith("3.1")
    operations = {path: methods for path, methods in found["paths"].items() if list(methods) == ["get"]}
    assert len(operations) == len(found["paths"]) == 15
    for path, methods in operations.items():
        responses = methods["get"]["responses"]
        assert set(responses) == {"200", "304", "400", "401", "403", "404", "414", "422", "429", "500"}, path
        assert "application/problem+json" in responses["422"]["content"]
        assert methods["get"]["security"] == [{"BearerToken": []}]
        assert "RateLimit-Remaining" in responses["200"]["headers"]


@pytest.fixture
def office(db, settings):
    """Of this moment: the library measures time itself. Its requests stay in the transaction of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    settings.API_REQUESTS_PER_MINUTE = 10**6
    cache.clear()
    yield program(api_world(2).people["office"], now=timezone.now())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def faults(secret: str, examples: int) -> list[str]:
    """What schemathesis finds when it asks each operation so many times, rightly and wrongly."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    schema.config.generation.update(modes=list(schemathesis.GenerationMode))
    found = []
    for result in schema.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def ask(case):
            (case.query or {}).pop("cursor", None)  # nobody guesses one; test_answers has those that we write
            case.call_and_validate(headers={"Authorization": f"Bearer {secret}"})

        try:
            ask()
        except BaseExceptionGroup as error:  # gathered, so that one run tells of every operation
            found.append(f"{operation.label}: {error}")
    return found


def test_no_answer_breaks_the_promise(office):
    assert faults(office.secret, FEW) == []


@pytest.mark.full
def test_no_answer_breaks_the_promise_asked_many_times(office):
    assert faults(office.secret, MANY) == []
