"""Cadwyn: `migrate_response_body`, the public function for an answer outside of a route; answers go down only.

It validates the migrated body and gives a model of the older version; the time to dump that is not counted. The
migration itself is the hand-written function.
"""

from collections.abc import Iterator
from typing import Any

from cadwyn import (
    HeadVersion,
    ResponseInfo,
    Version,
    VersionBundle,
    VersionChange,
    convert_response_to_previous_version_for,
    migrate_response_body,
    schema,
)

from benchmarks.handwritten.projects import response_down
from benchmarks.rivals.base import Rival
from benchmarks.rivals.models import NewBody, NewProject, plain


class LocationOfProjects(VersionChange):
    """What 2024.05 changed in projects."""

    description = "Projects have a mailing address and a location."
    instructions_to_migrate_to_previous_version = (
        schema(NewProject).field("mailing_address").had(name="customer_address"),
        schema(NewProject).field("preferred_solar_modules").had(name="preferred_solar_panels"),
        schema(NewProject).field("location").didnt_exist,
        schema(NewProject).field("address").existed_as(type=str | None),
        schema(NewProject).field("latitude").existed_as(type=float | None),
        schema(NewProject).field("longitude").existed_as(type=float | None),
    )

    @convert_response_to_previous_version_for(NewBody)
    def move_back(response: ResponseInfo) -> None:  # noqa: N805  # Cadwyn makes it static
        """A body of 2024.05 as one of 2022.09."""
        response.body = response_down(response.body)


_VERSIONS = VersionBundle(HeadVersion(), Version("2024-05-01", LocationOfProjects), Version("2022-09-01"))


def _down(document: Any) -> Any:
    return migrate_response_body(_VERSIONS, NewBody, latest_body=document, version="2022-09-01")


def rivals() -> Iterator[Rival]:
    yield Rival("Cadwyn, public migration of an answer", None, _down, faster=10, plain=plain)
