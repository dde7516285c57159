"""The life of a version: first of its month, 12 months of support, 120 hours to roll back, headers with their RFCs."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import aurora_compat as ac
from aurora_compat import lifecycle

MAY = datetime(2025, 5, 1, 12, 30, 15, tzinfo=UTC)
JUNE = datetime(2026, 6, 30, 23, 59, 59, tzinfo=UTC)
PAGE = "https://docs.example/versions#2018.01"


class TestDates:
    @pytest.mark.parametrize(
        ("version", "first", "until"),
        [
            ("2018.01", date(2018, 1, 1), date(2019, 1, 1)),
            ("2022.09", date(2022, 9, 1), date(2023, 9, 1)),
            ("2024.05", date(2024, 5, 1), date(2025, 5, 1)),
            ("v2024-05", date(2024, 5, 1), date(2025, 5, 1)),
        ],
    )
    def test_first_of_the_named_month_and_12_months(self, version: str, first: date, until: date) -> None:
        life = lifecycle.lifecycle_of(version)
        assert (life.version, life.released) == (ac.Version.of(version), first)
        assert life.supported_until >= until

    @pytest.mark.parametrize("name", ["2024.05", "v2024.05", "2024-05"])
    def test_a_release_day_that_the_caller_knows(self, name: str) -> None:
        life = lifecycle.lifecycle_of("2024.05", released={name: date(2024, 5, 20)})
        assert life.released == date(2024, 5, 20)
        assert life.supported_until >= date(2025, 5, 20)
        assert lifecycle.lifecycle_of("2022.09", released={name: date(2024, 5, 20)}).released == date(2022, 9, 1)

    def test_every_version_of_the_registry(self) -> None:
        days = [lifecycle.lifecycle_of(version).released for version in ac.versions]
        assert days == sorted(days)

    @pytest.mark.parametrize("first", [date(2024, 2, 29), date(2023, 2, 28), date(2024, 12, 31), date(2024, 1, 31)])
    def test_at_least_twelve_months(self, first: date) -> None:
        life = lifecycle.lifecycle_of("2024.05", released={"2024.05": first})
        assert life.supported_until >= first + timedelta(days=365)

    def test_no_version(self) -> None:
        with pytest.raises(ac.UnknownVersion):
            lifecycle.lifecycle_of("latest")

    @pytest.mark.parametrize("version", ["2024.13", "2024.00", "3"])
    def test_no_month(self, version: str) -> None:
        with pytest.raises(ValueError, match="month"):
            lifecycle.lifecycle_of(version)
        known = lifecycle.lifecycle_of(version, released={version: date(2024, 5, 1)})
        assert known.released == date(2024, 5, 1)

    def test_a_lifecycle_is_frozen(self) -> None:
        with pytest.raises(AttributeError):
            setattr(lifecycle.lifecycle_of("2024.05"), "released", date(2020, 1, 1))  # noqa: B010


class TestRollback:
    def test_120_hours(self) -> None:
        assert lifecycle.rollback_deadline(MAY) == datetime(2025, 5, 6, 12, 30, 15, tzinfo=UTC)

    def test_hours_pass_across_a_change_of_clocks(self) -> None:
        upgraded = datetime(2025, 3, 29, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))  # the clock jumps on the 30th
        assert (lifecycle.rollback_deadline(upgraded).astimezone(UTC) - upgraded.astimezone(UTC)) == timedelta(
            hours=120
        )

    def test_any_zone(self) -> None:
        upgraded = MAY.astimezone(timezone(timedelta(hours=9)))
        assert lifecycle.rollback_deadline(upgraded) == lifecycle.rollback_deadline(MAY)

    def test_a_naive_time_is_refused(self) -> None:
        with pytest.raises(ValueError, match="aware"):
            lifecycle.rollback_deadline(datetime(2025, 5, 1))


class TestHeaders:
    def test_off_by_default(self) -> None:
        assert tuple(lifecycle.lifecycle_headers()) == ()

    def test_deprecation_is_a_structured_date(self) -> None:
        """RFC 9745, section 2.1: `Deprecation: @1688169599`."""
        moment = datetime(2023, 6, 30, 23, 59, 59, tzinfo=UTC)
        assert tuple(lifecycle.lifecycle_headers(deprecated=moment)) == (("Deprecation", "@1688169599"),)

    def test_sunset_is_an_imf_fixdate(self) -> None:
        """RFC 8594, section 3: `Sunset: Sat, 31 Dec 2018 23:59:59 GMT` (a Monday, in truth)."""
        moment = datetime(2018, 12, 31, 23, 59, 59, tzinfo=UTC)
        assert tuple(lifecycle.lifecycle_headers(sunset=moment)) == (("Sunset", "Mon, 31 Dec 2018 23:59:59 GMT"),)

    def test_other_zones_and_fractions(self) -> None:
        zone = timezone(timedelta(hours=2))
        moment = datetime(2018, 12, 31, 1, 2, 3, 999_999, tzinfo=zone)
        headers = lifecycle.lifecycle_headers(deprecated=moment, sunset=moment)
        assert headers.get("deprecation") == "@1546210923"
        assert headers.get("sunset") == "Sun, 30 Dec 2018 23:02:03 GMT"

    @pytest.mark.parametrize(
        ("given", "relations"),
        [
            ({"deprecated": MAY}, {"deprecation"}),
            ({"sunset": JUNE}, {"sunset"}),
            ({"deprecated": MAY, "sunset": JUNE}, {"deprecation", "sunset"}),
        ],
    )
    def test_the_link_names_its_relations(self, given: dict[str, datetime], relations: set[str]) -> None:
        link = lifecycle.lifecycle_headers(link=PAGE, **given).get("link") or ""
        target, *parameters = (part.strip() for part in link.split(";"))
        assert target == f"<{PAGE}>"
        (rel,) = [part.removeprefix("rel=").strip('"') for part in parameters if part.startswith("rel=")]
        assert set(rel.split()) == relations

    @pytest.mark.parametrize(
        "link", ["https://docs.example/\r\nX: y", "https://docs.example/>; rel=x", "a b", "ü", '"']
    )
    def test_a_link_that_breaks_out_is_refused(self, link: str) -> None:
        with pytest.raises(ValueError, match="link"):
            lifecycle.lifecycle_headers(deprecated=MAY, link=link)

    @pytest.mark.parametrize("field", ["deprecated", "sunset"])
    def test_a_naive_time_is_refused(self, field: str) -> None:
        headers: Callable[..., Any] = lifecycle.lifecycle_headers
        with pytest.raises(ValueError, match="aware"):
            headers(**{field: datetime(2025, 5, 1)})

    def test_a_sunset_is_not_before_the_deprecation(self) -> None:
        """RFC 9745, section 4: the time in `Sunset` MUST NOT be earlier than the one in `Deprecation`."""
        with pytest.raises(ValueError, match=r"(?i)sunset"):
            lifecycle.lifecycle_headers(deprecated=JUNE, sunset=MAY)

    def test_an_exchange_adds_none_of_its_own(self) -> None:
        request = ac.Request("GET", "/v2/tenants/t-1", None, {"Authorization": "Bearer neutral-token-1"})
        answer = ac.Exchange(request, client="2018.01", server="2024.05").respond(ac.Response(200, {}, b"{}"))
        assert not {name.lower() for name, _ in answer.result.headers} & {"deprecation", "sunset", "link"}
