"""Webhooks, 2022.09 <-> 2024.05: `filters` is a list, `enabled` of a request a boolean."""

from typing import Any

from benchmarks.handwritten.base import Refused, second_hop

Object = dict[str, Any]

_TRUTHS = {"true": True, "false": False}


def request_up(payload: Object) -> Object:
    """2022.09 -> 2024.05."""
    webhook = payload["webhook"]
    filters, enabled = webhook.get("filters"), webhook.get("enabled")
    if type(filters) is dict:
        new = {**webhook, "filters": [{"url_parameter": name, "value": value} for name, value in filters.items()]}
    elif filters is None or type(filters) is list:
        if type(enabled) is not str:
            return payload
        new = webhook.copy()
    else:
        raise Refused("filters")
    if type(enabled) is str:
        new["enabled"] = _TRUTHS.get(enabled.lower(), enabled)
    return {**payload, "webhook": new}


def request_down(payload: Object) -> Object:
    """2024.05 -> 2022.09."""
    webhook = payload["webhook"]
    filters = webhook.get("filters")
    if type(filters) is not list:
        if filters is None or type(filters) is dict:
            return payload
        raise Refused("filters")
    by_name: Object = {}
    for item in filters:
        name = item.get("url_parameter") if type(item) is dict else None
        if type(name) is not str or name in by_name:
            raise Refused("filters")
        by_name[name] = item.get("value")
    return {**payload, "webhook": {**webhook, "filters": by_name}}


def response_up(payload: Object) -> Object:
    """2022.09 -> 2024.05."""
    webhook = payload["webhook"]
    new = _up(webhook)
    return payload if new is webhook else {**payload, "webhook": new}


def response_down(payload: Object) -> Object:
    """2024.05 -> 2022.09."""
    webhook = payload["webhook"]
    new = _down(webhook)
    return payload if new is webhook else {**payload, "webhook": new}


def list_up(payload: Object) -> Object:
    """2022.09 -> 2024.05."""
    return {**payload, "webhooks": [_up(webhook) for webhook in payload["webhooks"]]}


def list_down(payload: Object) -> Object:
    """2024.05 -> 2022.09."""
    return {**payload, "webhooks": [_down(webhook) for webhook in payload["webhooks"]]}


def _up(webhook: Object) -> Object:
    filters = webhook.get("filters")
    if type(filters) is not dict:
        return webhook
    return {**webhook, "filters": [{"url_parameter": name, "value": value} for name, value in filters.items()]}


def _down(webhook: Object) -> Object:
    filters = webhook.get("filters")
    if type(filters) is not list:
        return webhook
    by_name: Object = {}
    for item in filters:
        by_name[item["url_parameter"]] = item["value"]
    return {**webhook, "filters": by_name}


FLOORS = {
    **second_hop("create_webhook", "request", request_up, request_down),
    **second_hop("update_webhook", "request", request_up, request_down),
    **second_hop("create_webhook", "response", response_up, response_down),
    **second_hop("update_webhook", "response", response_up, response_down),
    **second_hop("retrieve_webhook", "response", response_up, response_down),
    **second_hop("list_webhooks", "response", list_up, list_down),
}
