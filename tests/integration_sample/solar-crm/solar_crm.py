"""A small CRM that was written for Aurora's 2018.01 and still speaks it, whatever version its API key is on."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import aurora_compat as ac

SPOKEN = "2018.01"

Send = Callable[[ac.Request], ac.Response]


class AuroraError(Exception):
    """What Aurora did not do, and why."""


class Crm:
    """Customers of a solar company, kept in Aurora.

    Args:
        send: sends a request, and gives the answer: an HTTP client's, or a fake server's.
        tenant: the tenant's id.
        token: the API key.
        version: the version that the key is on.
    """

    def __init__(self, send: Send, *, tenant: str, token: str, version: str) -> None:
        self._send, self._tenant, self._token, self._version = send, tenant, token, version

    def add_customer(self, name: str, address: str, mailing_address: str) -> str:
        """Make a project for a customer; its id."""
        project = {"name": name, "address": address, "customer_address": mailing_address}
        made = self._ask("POST", "/projects", {"project": project})
        id_: str = made["project"]["id"]
        return id_

    def customers(self) -> Iterator[tuple[str, str | None]]:
        """Ids and addresses of all projects, page by page."""
        page, found = 1, 100
        while found == 100:
            projects = self._ask("GET", f"/projects?page={page}&per_page=100")["projects"]
            yield from ((project["id"], address_of(project)) for project in projects)
            page, found = page + 1, len(projects)

    def promote(self, user: str, level: str) -> None:
        """Give a user another role, by its name."""
        self._ask("PUT", f"/users/{user}", {"user": {"user_level": level}})

    def watch_sales(self, url: str) -> str:
        """Have a page fetched when a project is sold; the webhook's id."""
        hook = {
            "event": "project_status_changed",
            "url_template": url,
            "enabled": "true",
            "filters": {"STATUS": "sold"},
        }
        id_: str = self._ask("POST", "/webhooks", {"webhook": hook})["webhook"]["id"]
        return id_

    def cheapest_offer(self, design: str) -> float:
        """The lowest price of a design's financings."""
        financings = self._ask("GET", f"/designs/{design}/financings")["financings"]
        return min(float(one["system_cost"]) for one in financings)

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self._token}"}
        content = None
        if body is not None:
            headers["Content-Type"], content = "application/json", json.dumps(body).encode()
        request = ac.Request(method, f"/v2/tenants/{self._tenant}{path}", headers=headers, body=content)
        exchange = ac.Exchange(request, client=SPOKEN, server=self._version)
        while exchange.needs:
            exchange = self._provided(exchange, exchange.needs)
        answer = self._send(exchange.upstream)
        translation = exchange.respond(answer)
        while translation.needs:
            exchange = self._provided(exchange, translation.needs)
            translation = exchange.respond(answer)
        if translation.result.status >= 400:
            raise AuroraError(translation.result.body.decode())
        return translation.result.json() if translation.result.body else None

    def _provided(self, exchange: ac.Exchange, needs: tuple[ac.Need, ...]) -> ac.Exchange:
        for need in needs:
            asked = need.request
            if asked is None:
                raise AuroraError(f"{need.operation} can't be asked")
            headers = {"Authorization": f"Bearer {self._token}"}
            exchange = exchange.provide(need, self._send(ac.Request(asked.method, asked.path, asked.query, headers)))
        return exchange


def address_of(project: Mapping[str, Any]) -> str | None:
    """Where a project's roof is: its address, else its coordinates, else nothing."""
    if project.get("address"):
        return str(project["address"])
    place = (project.get("latitude"), project.get("longitude"))
    return None if None in place else "{}, {}".format(*place)
