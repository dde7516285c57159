"""The life of a version: when it came, how long it is supported, how long an upgrade can be rolled back.

From Aurora's published policy: a version is supported for at least 12 months, and an upgrade of a key can be rolled
back for 120 hours. Days are not published; a version is taken to have come on the first of the month in its name (C),
unless the caller knows better.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

from aurora_compat.words.fields import Headers
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version

SUPPORTED_MONTHS = 12
ROLLBACK = timedelta(hours=120)


class Lifecycle(Value):
    """The dates of a version.

    Attributes:
        version: the version.
        released: its first day.
        supported_until: the day until which it is supported at the least.
    """

    version: Version
    released: date
    supported_until: date


def lifecycle_of(version: Version | str, released: Mapping[str, date] | None = None) -> Lifecycle:
    """The dates of a version; `released` are known first days, by version, laid over the first of its month.

    Raises:
        UnknownVersion: it is no version.
        ValueError: its name holds no month, and its first day is not given.
    """
    version = Version.of(version)
    known = {str(Version.of(name)): day for name, day in (released or {}).items()}
    first = known.get(str(version))
    if first is None:
        if len(version.numbers) < 2 or not 1 <= version.numbers[1] <= 12:
            raise ValueError(f"{version} names no month: give its first day in `released`")
        first = date(version.numbers[0], version.numbers[1], 1)
    months = first.month - 1 + SUPPORTED_MONTHS
    year, month = first.year + months // 12, months % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return Lifecycle(version, first, date(year, month, min(first.day, last)))


def rollback_deadline(upgraded: datetime) -> datetime:
    """Until when the upgrade of a key can be rolled back to the version it came from.

    Raises:
        ValueError: the time is not aware of its zone.
    """
    return _aware(upgraded) + ROLLBACK


def lifecycle_headers(
    *, deprecated: datetime | None = None, sunset: datetime | None = None, link: str | None = None
) -> Headers:
    """Header fields that tell an old caller what is to come; only those whose value is given.

    Args:
        deprecated: since (or from) when the version is deprecated: `Deprecation` (RFC 9745).
        sunset: from when it will not be answered any more: `Sunset` (RFC 8594).
        link: of a page about it: `Link` with the relations `deprecation` and `sunset`, as far as these are given.

    Raises:
        ValueError: a time is not aware of its zone, the sunset comes before the deprecation, or the link holds what
            would break out of the field.
    """
    if deprecated is not None and sunset is not None and _aware(sunset) < _aware(deprecated):
        raise ValueError("sunset is before deprecated, which RFC 9745 (section 4) forbids")
    fields: list[tuple[str, str]] = []
    relations = []
    if deprecated is not None:
        fields.append(("Deprecation", f"@{int(_aware(deprecated).timestamp())}"))
        relations.append("deprecation")
    if sunset is not None:
        fields.append(("Sunset", format_datetime(_aware(sunset), usegmt=True)))
        relations.append("sunset")
    if link is not None:
        if not link.isascii() or not link.isprintable() or set(link) & set('<>" '):
            raise ValueError("link is a URL, percent-encoded")
        fields.append(("Link", f'<{link}>; rel="{" ".join(relations or ["deprecation"])}"; type="text/html"'))
    return Headers(fields)


def _aware(time: datetime) -> datetime:
    if time.tzinfo is None:
        raise ValueError("the time must be aware of its zone: datetime(2025, 5, 1, tzinfo=UTC)")
    return time.astimezone(UTC)
