"""The documents that are translated, made of the golden ones, and their bytes as a server writes them: compact."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FIXTURES = Path(__file__).parent.parent / "fixtures"
V2018, V2022, V2024 = "2018.01", "2022.09", "2024.05"


class Body(NamedTuple):
    """A body in every version.

    Attributes:
        name: for the table; the size is added by `label`.
        operation: whose body it is.
        part: `request` or `response`.
        fixture: the golden document.
        spaced: whether its bytes are those of the file, spaces and all, instead of compact ones.
    """

    name: str
    operation: str
    part: str
    fixture: str
    spaced: bool = False

    def document(self, version: str) -> Any:
        """Parsed, afresh."""
        return json.loads(self.raw(version))

    def raw(self, version: str) -> bytes:
        """Its bytes."""
        return _raw(self, version)

    def label(self, version: str) -> str:
        """Its name and size."""
        return f"{self.name}, {size(len(self.raw(version)))}"


@cache
def _raw(body: Body, version: str) -> bytes:
    held = (FIXTURES / version / f"{body.fixture}.json").read_bytes()
    return held if body.spaced else compact(_made(body, json.loads(held)))


def _made(body: Body, document: Any) -> Any:
    """The document of a golden one; of a list, the one project 250 times, each with an id of its own."""
    if body.fixture == _PROJECT:
        for key in ("customer_salutation", "external_provider_id"):  # so that it is one of 0.7 kB
            del document["project"][key]
    if body.name != _LIST:
        return document
    project = document["project"]
    return {"projects": [{"id": f"12345343-5343-4345-3445-{number:012}", **project} for number in range(250)]}


def compact(document: Any) -> bytes:
    """A document as a server writes it."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def size(count: int) -> str:
    """Bytes, for people."""
    if count >= 1e6:
        return f"{count / 1e6:.0f} MB"
    return f"{count / 1e3:.1f} kB" if count < 9_950 else f"{count / 1e3:.0f} kB"


_PROJECT, _LIST = "create_project.request", "list of 250 projects"
PROJECT = Body("project", "create_project", "request", _PROJECT)
PROJECT_ANSWER = Body("project", "retrieve_project", "response", _PROJECT)
"""The same project as an answer: what rivals that translate answers only are measured with."""
PRICING = Body("pricing", "retrieve_design_pricing", "response", "retrieve_design_pricing.response")
AUTO_DESIGNER = Body("AutoDesigner", "run_auto_designer", "request", "run_auto_designer.request")
WEBHOOK = Body("webhook", "create_webhook", "request", "create_webhook.request")
SUMMARY = Body("summary", "retrieve_design_summary", "response", "retrieve_design_summary.response")
HOURLY = Body(
    "hourly summary", "retrieve_design_summary", "response", "retrieve_design_summary.response.hourly", spaced=True
)
HOURLY_COMPACT = Body(
    "hourly summary, compact", "retrieve_design_summary", "response", "retrieve_design_summary.response.hourly"
)
LIST = Body(_LIST, "list_projects", "response", _PROJECT)

ALL = (PROJECT, PRICING, AUTO_DESIGNER, WEBHOOK, SUMMARY, HOURLY, LIST)


def many_projects(megabytes: float, version: str) -> bytes:
    """A list of projects of 0.7 kB each that is so large."""
    project = compact(PROJECT.document(version)["project"])
    return b'{"projects":[' + b",".join([project] * int(megabytes * 1_000_000 // (len(project) + 1))) + b"]}"
