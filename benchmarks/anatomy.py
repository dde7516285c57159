"""Where the time of one small message goes, part by part: `python -m benchmarks.anatomy`.

Each part is timed alone, in the state in which the message meets it, so the parts add up to a little less than the
whole: calls between them, and caches that are cold in a whole message, are what is missing.
"""

from collections.abc import Callable, Iterator
from typing import Any

import orjson

import aurora_compat as ac
from aurora_compat.code import STRICT
from aurora_compat.messages.lanes import lane_of, rewritten, scanned
from aurora_compat.messages.translation import MessageTranslation
from aurora_compat.wire import codec
from benchmarks.bodies import PROJECT, V2022, V2024
from benchmarks.groups.messages import HEADERS, TENANT
from benchmarks.sampling import Effort, pairs

EFFORT = Effort(pairs=60, seconds=0.001)


def parts() -> Iterator[tuple[str, Callable[[Any], Any], Any]]:
    """What happens to a Create Project of 0.7 kB on its way up: a name, a function and its argument."""
    body = PROJECT.raw(V2022)
    headers = (*HEADERS, ("Content-Type", "application/json"), ("Content-Length", str(len(body))))
    request = ac.Request("POST", f"/tenants/{TENANT}/projects", headers=headers, body=body)
    whole = ac.translate_request(request, source=V2022, target=V2024)
    lane = lane_of(ac.registry, "request", V2022, V2024)
    way, tools = lane.way("create_project"), codec()
    document, call = tools.decode(body), ac.registry.journey("create_project", "request", V2022, V2024).call
    result = way.compiled.function(document, call, STRICT)
    fields = scanned(request.headers)

    def rewrite(_: Any) -> Any:
        return rewritten(request.headers, fields, {}, body, whole.result.body)

    yield "the whole", lambda given: ac.translate_request(given, source=V2022, target=V2024), request
    yield "route", lambda path: lane.router.plainly("POST", path), request.path
    yield "header fields, looked at", scanned, request.headers
    yield "parse (msgspec)", tools.decode, body
    yield "compiled plan", lambda given: way.compiled.function(given, call, STRICT), document
    yield "dump (msgspec)", tools.encode, result
    yield "header fields, rewritten", rewrite, None
    yield (
        "the new Request",
        lambda given: ac.Request.made("POST", given.path, given.query, given.headers, given.body),
        (request),
    )
    yield "the translation around it", lambda given: MessageTranslation(given, None, None, None, {}, way), request


def main() -> None:
    """Print the table, in microseconds and in terms of what orjson takes to parse and dump the body."""
    body = PROJECT.raw(V2022)

    def floor(given: bytes) -> bytes:
        return orjson.dumps(orjson.loads(given))

    for name, function, argument in parts():
        samples = sorted(pairs((function, argument), (floor, body), EFFORT), key=lambda pair: pair[0] / pair[1])
        ours, other = samples[len(samples) // 2]
        print(f"{name:28} {ours * 1e6:6.2f} µs  {ours / other:5.2f} x")


if __name__ == "__main__":
    main()
