"""Webhooks, design requests, agreements and components."""

from aurora_compat.testing.server.core import Answer, Asked, answers, page
from aurora_compat.testing.server.refused import wrong
from aurora_compat.testing.server.tenant import Record, found


@answers("list_webhooks")
def list_webhooks(asked: Asked) -> Answer:
    """The tenant's webhooks."""
    return page(asked, "webhooks", asked.tenant.webhooks.values())


@answers("create_webhook")
def create_webhook(asked: Asked) -> Answer:
    """A new webhook, enabled unless it says otherwise."""
    given = asked.given("webhook")
    _check(given)
    id_ = asked.tenant.new_id("webhook")
    blank = dict.fromkeys(("event", "url_template", "description", "header_auth_key", "header_auth_value"))
    asked.tenant.webhooks[id_] = {**blank, "enabled": True, "filters": [], **given, "id": id_}
    return 200, {"webhook": asked.tenant.webhooks[id_]}


@answers("retrieve_webhook")
def retrieve_webhook(asked: Asked) -> Answer:
    """One webhook."""
    return 200, {"webhook": _webhook(asked)}


@answers("update_webhook")
def update_webhook(asked: Asked) -> Answer:
    """Change the fields that are given."""
    webhook, given = _webhook(asked), asked.given("webhook")
    _check(given)
    webhook.update(given)
    return 200, {"webhook": webhook}


@answers("delete_webhook")
def delete_webhook(asked: Asked) -> Answer:
    """Remove a webhook."""
    del asked.tenant.webhooks[_webhook(asked)["id"]]
    return 204, None


def _webhook(asked: Asked) -> Record:
    return found(asked.tenant.webhooks, "webhook", asked.params["webhook_id"])


def _check(given: Record) -> None:
    names: set[str] = set()
    for one in given.get("filters") or []:
        name, value = one["url_parameter"], one.get("value")
        if name in names:
            raise wrong("webhook.filters", f"names {name} twice")
        names.add(name)
        if not all(isinstance(text, str) for text in (value if isinstance(value, list) else [value or ""])):
            raise wrong("webhook.filters", f"has for {name} neither a text nor a list of texts")


@answers("list_design_requests")
def list_design_requests(asked: Asked) -> Answer:
    """The tenant's design requests."""
    return page(asked, "design_requests", asked.tenant.design_requests.values())


@answers("create_design_request")
def create_design_request(asked: Asked) -> Answer:
    """A new design request."""
    tenant, given = asked.tenant, asked.given("design_request")
    if given.get("project_id") not in tenant.projects:
        raise wrong("design_request.project_id", "is no project of the tenant")
    id_ = tenant.new_id("design_request")
    blank: Record = {"design_id": None, **dict.fromkeys(("sla", "latitude", "longitude", "image_src"))}
    tenant.design_requests[id_] = {**blank, **given, "id": id_, "status": "submitted", "created_at": tenant.time}
    return 200, {"design_request": tenant.design_requests[id_]}


@answers("retrieve_design_request")
def retrieve_design_request(asked: Asked) -> Answer:
    """One design request."""
    return 200, {"design_request": _design_request(asked)}


@answers("accept_design_request")
def accept_design_request(asked: Asked) -> Answer:
    """Accept what the designer did."""
    held = _design_request(asked)
    held["status"] = "accepted"
    return 200, {"design_request": held}


def _design_request(asked: Asked) -> Record:
    return found(asked.tenant.design_requests, "design request", asked.params["design_request_id"])


@answers("list_agreements")
def list_agreements(asked: Asked) -> Answer:
    """The tenant's agreements."""
    return page(asked, "agreements", asked.tenant.agreements.values())


@answers("retrieve_agreement")
def retrieve_agreement(asked: Asked) -> Answer:
    """One agreement."""
    return 200, {"agreement": found(asked.tenant.agreements, "agreement", asked.params["agreement_id"])}


@answers("list_modules")
def list_modules(asked: Asked) -> Answer:
    """The modules that designs are made with."""
    return page(asked, "modules", asked.tenant.modules.values())


@answers("retrieve_module")
def retrieve_module(asked: Asked) -> Answer:
    """One module."""
    return 200, {"module": found(asked.tenant.modules, "module", asked.params["module_id"])}
