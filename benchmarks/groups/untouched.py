"""Messages of operations that no body rule touches: against hand-written routing and a copy of the head.

Their bodies are no JSON, so a translation that parses them is refused before it is timed. An answer is not routed: its
floor is one copy of a list, and no limit is set.
"""

from collections.abc import Iterator
from typing import Any

import aurora_compat as ac
from benchmarks import subject
from benchmarks.bodies import V2022, V2024
from benchmarks.comparison import Comparison, at_most
from benchmarks.groups.messages import DESIGN, HEADERS, TENANT
from benchmarks.handwritten import messages

BODY = b"{this is no JSON, and nobody should notice}" * 48
JSON = (*HEADERS, ("Content-Type", "application/json"), ("Content-Length", str(len(BODY))))


def comparisons() -> Iterator[Comparison]:
    routes = messages.request_2024(messages.Routes(V2022))
    upwards = subject.translate_request(V2022, V2024)
    for name, request in (
        ("GET of modules", ac.Request("GET", f"/tenants/{TENANT}/components/modules", headers=HEADERS)),
        ("GET of a design", ac.Request("GET", f"/tenants/{TENANT}/designs/{DESIGN}", headers=HEADERS)),
        (
            "PUT of a consumption profile, 2 kB",
            ac.Request("PUT", f"/tenants/{TENANT}/projects/{DESIGN}/consumption_profile", headers=JSON, body=BODY),
        ),
    ):
        yield Comparison(
            group="untouched",
            name=f"{name}, {V2022} → {V2024}",
            ours=(upwards, request),
            other=(routes, request),
            our_name="`translate_request`",
            other_name="hand-written routing and copy of the head",
            target=at_most(3),
            check=_same_request,
        )
    answer = ac.Response(200, JSON, BODY)
    for source, target in ((V2022, V2024), (V2024, V2022)):
        yield Comparison(
            group="untouched",
            name=f"answer to Retrieve Design, 2 kB, {source} → {target}",
            ours=(subject.translate_response("retrieve_design", source, target), answer),
            other=(messages.response, answer),
            our_name="`translate_response`",
            other_name="hand-written copy of the head",
            check=_same_response,
        )


def _same_request(ours: Any, theirs: Any) -> bool:
    heads = (ours.method, ours.path, list(ours.headers)) == (theirs.method, theirs.path, theirs.headers)
    return heads and ours.body is theirs.body and theirs.operation is not None


def _same_response(ours: Any, theirs: Any) -> bool:
    status, headers, body = theirs
    return ours.status == status and list(ours.headers) == headers and ours.body is body
