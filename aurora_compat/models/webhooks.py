"""Webhooks: `filters` an object to 2022.09 and a list from 2024.05 on; `enabled` at last a boolean."""

from aurora_compat.models.base import BooleanOrText, Model, Texts, Uuid, envelope, inferred, seen

_EVENTS = (
    "project_created",
    "project_status_changed",
    "agreement_status_changed",
    "asset_created",
    "performance_simulation_job_completed",
    "auto_designer_job_completed",
    "design_request_completed",
    "design_request_rejected",
    "ahj_lookup_completed",
    "lead_created",
)
_ENABLED = "Whether deliveries are made"
_STATUS = "project_status_changed has PROJECT_ID and STATUS, for one"


class WebhookFields(Model):
    """What a webhook is given, in every version."""

    event: str | None = seen("What it tells of", known=_EVENTS)
    url_template: str | None = seen(
        "The address that is fetched, each <NAME> replaced by the url parameter of that name",
        examples=["https://hooks.example.com/aurora/status?project=<PROJECT_ID>&status=<STATUS>"],
    )
    description: str | None = seen("What it is for", examples=["A project was sold"])
    header_auth_key: str | None = seen("The name of the header that proves the sender", examples=["X-Example-Hook"])
    header_auth_value: str | None = seen(
        "The value of that header: a credential", examples=["example-value"], secret=True
    )


class WebhookAnswer(Model):
    """What only the server says of a webhook, in every version, and `enabled` as it says it."""

    id: Uuid | None = inferred("The webhook's id", examples=["eb400000-0000-4000-8000-000000000001"])
    enabled: bool | None = seen(_ENABLED, examples=[True])


class WebhookFilters2018(WebhookFields):
    """A webhook to 2022.09, whose filters are an object. 2024.05 has a list (`webhook-filters`)."""

    filters: dict[str, Texts] | None = seen(
        "The url parameters, upper case without brackets, that narrow the event, and the value or values of each that"
        f" are told of; {_STATUS}. Whether a value is a text or a list was not seen: both are taken",
        examples=[{"STATUS": "sold"}, {"STATUS": ["signed", "declined"]}],
    )


class WebhookInput2018(WebhookFilters2018, title="WebhookInput"):
    """A webhook in a request of 2018.01 and 2022.09: `enabled` may be text (`webhook-enabled`)."""

    enabled: BooleanOrText | None = seen(f"{_ENABLED}: a boolean, or its text in any case", examples=[True, "true"])


class Webhook2018(WebhookFilters2018, WebhookAnswer, title="Webhook"):
    """A webhook in an answer of 2018.01 and 2022.09: filters are an object (`webhook-filters`)."""


class WebhookRequest2018(Model, title="WebhookRequest"):
    """The body of Create and Update Webhook, to 2022.09; an update holds the fields to change."""

    webhook: WebhookInput2018 = envelope("the webhook as it is to be")


class WebhookEnvelope2018(Model, title="WebhookEnvelope"):
    """The body that answers with one webhook, to 2022.09."""

    webhook: Webhook2018 = envelope("the webhook")


class WebhookList2018(Model, title="WebhookList"):
    """The body of List Webhooks, to 2022.09."""

    webhooks: list[Webhook2018] = envelope("a page of webhooks")


class WebhookFilter(Model):
    """One filter of a webhook in 2024.05 (`webhook-filters`)."""

    url_parameter: str = seen(
        f"The url parameter, upper case without brackets; {_STATUS}", examples=["STATUS"], required=True
    )
    value: Texts = seen(
        "The value or values that are told of. Whether it is a text or a list was not seen: both are taken",
        examples=["sold", ["signed", "declined"]],
    )


class WebhookFilters2024(WebhookFields):
    """A webhook in 2024.05, whose filters are a list (`webhook-filters`)."""

    filters: list[WebhookFilter] | None = seen(
        "The url parameters that narrow the event", examples=[[{"url_parameter": "STATUS", "value": "sold"}]]
    )


class WebhookInput2024(WebhookFilters2024, title="WebhookInput"):
    """A webhook in a request of 2024.05: `enabled` is a boolean (`webhook-enabled`), filters are a list."""

    enabled: bool | None = seen(_ENABLED, examples=[True])


class Webhook2024(WebhookFilters2024, WebhookAnswer, title="Webhook"):
    """A webhook in an answer of 2024.05: filters are a list (`webhook-filters`)."""


class WebhookRequest2024(Model, title="WebhookRequest"):
    """The body of Create and Update Webhook, in 2024.05; an update holds the fields to change."""

    webhook: WebhookInput2024 = envelope("the webhook as it is to be")


class WebhookEnvelope2024(Model, title="WebhookEnvelope"):
    """The body that answers with one webhook, in 2024.05."""

    webhook: Webhook2024 = envelope("the webhook")


class WebhookList2024(Model, title="WebhookList"):
    """The body of List Webhooks, in 2024.05."""

    webhooks: list[Webhook2024] = envelope("a page of webhooks")
