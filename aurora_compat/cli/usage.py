"""`aurora-compat usage`: which changes are still in use behind a proxy, and so which versions can be retired."""

import os
import sys
from typing import Annotated

import typer

import aurora_compat as ac
from aurora_compat.cli import files, streams
from aurora_compat.cli.failure import InputError
from aurora_compat.cli.options import AsJson
from aurora_compat.cli.table import Table
from aurora_compat.gateway.proxy.usage import Usage, latest, told_time
from aurora_compat.graph import Hop
from aurora_compat.reading import parse
from aurora_compat.words.jsons import Json

_URLS = ("http://", "https://")


def usage(
    where: Annotated[
        str,
        typer.Argument(
            metavar="URL|FILE|-",
            help="The admin listener of a proxy, such as http://127.0.0.1:9090; or what its /usage or /metrics gave.",
        ),
    ],
    *,
    client: Annotated[
        str | None, typer.Option("--client", metavar="VERSION", help="Only what clients of this version use.")
    ] = None,
    token_env: Annotated[
        str | None,
        typer.Option("--token-env", metavar="NAME", help="The environment variable that holds the admin token."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the changes that clients still use, and tell of each version whether it can be retired."""
    version = ac.registry.version(client) if client is not None else None
    if token_env is not None and not os.environ.get(token_env):
        raise InputError(f"--token-env {token_env}: there is no such environment variable, or it is empty")
    if where.startswith(_URLS):
        from aurora_compat.cli.fetching import fetched  # loads what no other command wants

        used = _read(fetched(where, "/usage", os.environ[token_env] if token_env is not None else None), where)
    else:
        used = _read(files.read(where), "standard input" if where == files.STDIN else where)
    if version is not None:
        used = used.of_client(str(version))
    versions = [one for one in ac.versions if version in {None, one}]
    if as_json:
        streams.put_json(used.as_json() | {"versions": [_entry(one, used) for one in versions]})
        return
    rows = (
        (one.change, one.client, one.server, f"{one.count:,}", told_time(one.last) or "", one.summary)
        for one in used.changes
    )
    table = Table(("change", "client", "server", "count", "last seen", "summary"), tuple(rows))
    lines = [_line(one, used) for one in versions]
    since = f"counted since {told_time(used.since)}\n" if used.since is not None else ""
    streams.put(f"{table.text(sys.stdout)}\n" if table.rows else "no change was used\n\n")
    streams.put("".join(f"{line}\n" for line in lines) + since)


def _read(data: bytes, name: str) -> Usage:
    """Usage from the JSON of /usage, or from the text of /metrics.

    Raises:
        InputError: it is neither.
    """
    if data.lstrip()[:1] == b"{":
        try:
            return Usage.read(parse(data))
        except (ac.MalformedPayload, ValueError) as error:
            raise InputError(f"{name}: {error}") from None
    try:
        from prometheus_client.parser import text_string_to_metric_families
    except ImportError:
        raise InputError("to read metrics takes prometheus-client: pip install 'aurora_compat[serve]'") from None
    try:
        families = list(text_string_to_metric_families(data.decode()))
    except Exception as error:  # the parser raises what happens to it
        raise InputError(f"{name} is neither what /usage nor what /metrics of a proxy gives") from error
    if not any(family.name.startswith("aurora_compat_") for family in families):
        raise InputError(f"{name} holds no metrics of a proxy: name its admin listener, or what /metrics there gives")
    return Usage.of(families, ac.changes)


def _line(version: ac.Version, used: Usage) -> str:
    """What an operator wants to know of a version, as one line."""
    told = _entry(version, used)
    if told["served"] and not told["next"]:
        return f"{version}: the server speaks it"
    if not told["requests"] and not told["used"]:
        return f"{version}: no client of it was seen"
    if told["used"]:
        seen = f", last seen {told['last_seen']}" if told["last_seen"] else ""
        return f"{version}: {_many(len(told['used']), 'change')} to {told['next']} in use{seen}"
    taken = (
        f", none used a change to {told['next']}: its clients may be taken for {told['next']}'s" if told["next"] else ""
    )
    return f"{version}: {_many(told['requests'], 'request')}{taken}"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _entry(version: ac.Version, used: Usage) -> Json:
    """What is known of a version, for programs.

    `next` is the version after it on the way to the server's, `used` the changes between the two that its clients use.
    """
    name = str(version)
    own = used.of_client(name)
    servers = dict.fromkeys([one.server for one in own.clients] + [one.server for one in own.changes])
    hops = [hop for server in servers if (hop := _first_hop(name, server)) is not None]
    between = {change.id for hop in hops for change in hop.changes}
    acted = [one for one in own.changes if one.change in between]
    return {
        "version": name,
        "next": str(hops[0].target) if hops else None,
        "served": name in {one.server for one in used.clients} | {one.server for one in used.changes},
        "requests": sum(one.requests for one in own.clients),
        "used": list(dict.fromkeys(one.change for one in acted)),
        "last_seen": told_time(latest([one.last for one in acted])),
    }


def _first_hop(client: str, server: str) -> Hop | None:
    """The first hop on the way from a client's version to a server's; none where there is no way."""
    try:
        return next(iter(ac.registry.path(client, server)), None)
    except ac.AuroraCompatError:
        return None  # versions of another registry
