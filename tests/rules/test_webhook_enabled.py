"""`webhook-enabled`: `enabled` is a boolean in Create and Update Webhook."""

import pytest

from ._check import DOWN, NEW, OLD, UP, V18, V22, V24, Json, check, edited, hop, unsupported

C = "webhook-enabled"
AT = "/webhook/enabled"
OPERATIONS = ["create_webhook", "update_webhook"]


def hook(enabled: Json) -> Json:
    return {"webhook": {"event": "project_created", "enabled": enabled}}


@pytest.mark.parametrize("operation", OPERATIONS)
class TestUp:
    @pytest.mark.parametrize("source", [V22, V18])
    @pytest.mark.parametrize(
        ("text", "value"),
        [("true", True), ("false", False), ("True", True), ("FALSE", False), ("tRuE", True), ("False", False)],
    )
    def test_the_two_words_whatever_their_case(self, operation: str, source: str, text: str, value: bool) -> None:
        check(hook(text), operation, "request", source, V24, hook(value), [edited(C, AT)])

    @pytest.mark.parametrize("text", ["", "yes", "1", "0", " true", "true ", "truefalse", "TRUE\n", "vrai"])
    def test_any_other_string_is_kept_with_a_note(self, operation: str, text: str) -> None:
        check(hook(text), operation, "request", V22, V24, hook(text), [unsupported(C, AT)])

    @pytest.mark.parametrize("value", [True, False, None])
    def test_booleans_and_null_pass(self, operation: str, value: Json) -> None:
        check(hook(value), operation, "request", V22, V24, hook(value))

    def test_absent_stays_absent(self, operation: str) -> None:
        for body in ({"webhook": {"event": "x"}}, {"webhook": None}, {}):
            check(body, operation, "request", V22, V24, body)

    def test_only_in_webhook(self, operation: str) -> None:
        body = {"enabled": "true", "webhook": {"inner": {"enabled": "true"}}, "webhooks": [{"enabled": "true"}]}
        check(body, operation, "request", V22, V24, body)


VALUES = ["true", "false", "TRUE", "yes", "", True, False, None]


@pytest.mark.parametrize("value", VALUES)
class TestNothing:
    @pytest.mark.parametrize("operation", OPERATIONS)
    @pytest.mark.parametrize("target", [V22, V18])
    def test_down(self, operation: str, target: str, value: Json) -> None:
        check(hook(value), operation, "request", V24, target, hook(value))

    @pytest.mark.parametrize("operation", [*OPERATIONS, "retrieve_webhook", "list_webhooks"])
    @pytest.mark.parametrize("direction", [UP, DOWN])
    def test_in_responses(self, operation: str, direction: str, value: Json) -> None:
        body = {"webhooks": [hook(value)["webhook"]]} if operation == "list_webhooks" else hook(value)
        check(body, operation, "response", *hop(NEW, direction), body)

    @pytest.mark.parametrize("operation", OPERATIONS)
    @pytest.mark.parametrize("direction", [UP, DOWN])
    def test_on_the_older_edge(self, operation: str, direction: str, value: Json) -> None:
        check(hook(value), operation, "request", *hop(OLD, direction), hook(value))

    def test_in_other_requests(self, value: Json) -> None:
        for operation in ("create_project", "create_design", "create_user"):
            check(hook(value), operation, "request", V22, V24, hook(value))
