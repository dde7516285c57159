"""URLs: the root endpoint is gone, and `/v2` with it."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from aurora_compat.aurora.hosts import HOSTS
from aurora_compat.change import EVERY_OPERATION, Change, Head, Reading
from aurora_compat.code import Aside
from aurora_compat.edits import Line
from aurora_compat.heads import PATH, CustomHead, Draft, HeadEdit, Ordinary, Sketch, header, untouched
from aurora_compat.run import Refusal, Run
from aurora_compat.words.operation import Part
from aurora_compat.words.pointer import Trail

_PREFIX = "/v2"
_ROOTS = frozenset({"", "/", "/v2", "/v2/"})
_READ_AS_HOST = re.compile(r"/[\x00-\x20]*[/\\]")
"""At the start of a reference: clients would read what follows as a host."""

_URL_HEADERS = ("Location", "Content-Location", "Link")
_ABSOLUTE = re.compile(r"((?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?([^/?#]*))(.*)", re.IGNORECASE | re.DOTALL)
_LINK_PART = re.compile(r'"(?:[^"\\]|\\.)*+"?|<([^>]*+)>?', re.DOTALL)
"""Quoted text, or the target of a link; what is never closed ends with the field, so that reading stays linear."""


def _no_root(draft: Draft, run: Run) -> Draft:
    if draft.path in _ROOTS and draft.method.upper() in {"GET", "HEAD"} and run.may_refuse:
        raise Refusal(PATH, "the root endpoint was removed and has no successor: call the resource that is meant")
    return draft


def _is_no_root(sketch: Sketch) -> None:
    if sketch.path in _ROOTS:
        raise Aside


ROOT_ENDPOINT = Change(
    id="root-endpoint",
    summary="The root endpoint `/` is gone.",
    published="The / endpoint was removed.",
    source="changelog of 2022.09",
    grade="A",
    refused_as=404,
    heads=(
        Head(
            EVERY_OPERATION,
            CustomHead(
                _no_root,
                untouched,
                (Line("path", "the root itself is refused"),),
                quick_up=_is_no_root,
                ordinary_up=Ordinary(longer=max(map(len, _ROOTS))),
            ),
        ),
    ),
)


class _PathPrefix(HeadEdit):
    """The first segment of all paths: of requests, and of what responses call by their path."""

    adds: bool = False

    def apply(self, draft: Draft, run: Run) -> Draft:
        if not run.is_request:
            return self._in_headers(draft, run)
        if not draft.path.startswith("/"):
            return draft  # `*` of OPTIONS
        path = self._edited(draft.path, run, PATH)
        return draft if path is draft.path else draft._replace(path=path)

    def quick(self, sketch: Sketch) -> None:
        path, fields = sketch.path, sketch.fields
        if not path:
            if "location" in fields or "link" in fields or "content-location" in fields:
                raise Aside
        elif self.adds:
            sketch.path = _PREFIX + path
        elif path.startswith(_PREFIX + "/"):
            sketch.path = path[len(_PREFIX) :]
        else:
            raise Aside

    def watches(self, part: Part) -> frozenset[str] | None:
        return frozenset(name.lower() for name in _URL_HEADERS) if part == "response" else None

    @property
    def ordinary(self) -> Ordinary:
        return Ordinary(put=_PREFIX) if self.adds else Ordinary(cut=_PREFIX)

    def _edited(self, path: str, run: Run, at: Trail) -> str:
        if self.adds:
            return _PREFIX + path
        if path.startswith(_PREFIX + "/") and (run.is_request or _READ_AS_HOST.match(path, len(_PREFIX)) is None):
            return path[len(_PREFIX) :]
        rest = path.removeprefix(_PREFIX)
        if rest != path and (not rest or rest[0] in "?#"):
            run.normalised(at, "without /v2 nothing is left of this path but the root")
            return "/" + rest
        run.unsupported(at, f"{run.source} has {_PREFIX} in front of every path; this one is passed on without it")
        return path

    def _in_headers(self, draft: Draft, run: Run) -> Draft:
        headers = draft.headers
        for name in _URL_HEADERS:
            if headers.get(name) is None:
                continue
            at = header(next(key for key, _ in headers if key.lower() == name.lower()))
            edited = partial(self._of_url, hosts=HOSTS | draft.hosts, run=run, at=at)
            headers = headers.mapped(name, partial(_of_links, edited) if name == "Link" else edited)
        return draft if headers == draft.headers else draft._replace(headers=headers)

    def _of_url(self, url: str, hosts: frozenset[str], run: Run, at: Trail) -> str:
        """A URL of the API, edited; one of another host, or relative to the path at hand, as it is."""
        absolute = _ABSOLUTE.fullmatch(url)
        if absolute is None:
            return self._edited(url, run, at) if url.startswith("/") else url
        front, host, path = absolute.groups()
        known = host.lower() in hosts or host.lower().removesuffix(":443") in hosts
        if not known:
            return url
        whole = path if path.startswith("/") else "/" + path
        if whole != path and self.adds:
            run.normalised(at, "the root is written as /")
        edited = self._edited(whole, run, at)
        return url if edited == whole else front + edited

    @property
    def inverse(self) -> HeadEdit:
        return _PathPrefix(not self.adds)

    def lines(self) -> Iterator[Line]:
        for where in ("path", *(f"headers/{name}" for name in _URL_HEADERS)):
            if self.adds:
                yield Line(where, f"gets {_PREFIX} in front")
            else:
                yield Line(where, f"loses {_PREFIX} in front", ("unsupported", "assumed"))


def _of_links(edited: Callable[[str], str], value: str) -> str:
    """A `Link` field (RFC 8288) with every target edited."""
    return _LINK_PART.sub(lambda part: f"<{edited(part[1])}>" if part[0].endswith(">") and part[1] else part[0], value)


V2_PREFIX = Change(
    id="v2-prefix",
    summary="Resource URLs have no `/v2` in front.",
    published="/v2 was removed from all resource URLs.",
    source="changelog of 2022.09",
    grade="A",
    heads=(Head(EVERY_OPERATION, _PathPrefix(), parts=("request", "response")),),
    readings=(
        Reading("B", "Location, Content-Location and Link of answers follow, where they name the API or are relative."),
    ),
)
