"""The documentation says what is so: generated pages are current, pages name what they list, the new version builds."""

import re
import runpy
import shutil
import subprocess
import sys
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import aurora_compat as ac
from aurora_compat import edits
from aurora_compat.words.jsons import same

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]


def text(path: Path) -> str:
    return path.read_text("utf-8")


def section(page: str, title: str) -> str:
    """What stands under a heading of the second level."""
    return page.split(f"\n## {title}\n")[1].split("\n## ")[0]


class TestRules:
    def test_the_page_is_current(self) -> None:
        page = runpy.run_path(str(DOCS / "generate_rules.py"))["page"]()
        assert text(DOCS / "rules.md") == page, "docs/rules.md is stale; run: .venv/bin/python docs/generate_rules.py"

    @pytest.mark.parametrize("change", ac.changes.values(), ids=lambda change: change.id)
    def test_every_change_is_told_whole(self, change: ac.Change) -> None:
        page = text(DOCS / "rules.md")
        assert page.count(f"\n### `{change.id}`\n") == 1
        told = page.split(f"\n### `{change.id}`\n")[1].split("\n### ")[0].replace(r"\_", "_").replace(r"\|", "|")
        wanted = [change.summary, change.published, change.source, f"**Grade**: {change.grade}"]
        wanted += [reading.what for reading in change.readings]
        wanted += [f"`{name}`" for name in change.operations if name != "*"]
        for body in change.bodies:
            wanted += [line.what for edit in (body.edit, body.edit.inverse) for line in edit.lines()]
        for head in change.heads:
            wanted += [line.what for edit in (head.edit, head.edit.inverse) for line in edit.lines()]
        assert [words for words in wanted if words not in told] == []

    def test_settings_that_overturn_readings_are_fields_of_the_context(self) -> None:
        settings = {reading.setting for change in ac.changes.values() for reading in change.readings} - {None}
        assert settings <= {field.name for field in fields(ac.Context)}


class TestTheNewVersionOfExtending:
    """The module and the diff of docs/extending.md, word for word, in a copy of the package."""

    PROGRAM = """
import pickle, sys
import aurora_compat as ac
assert str(ac.versions[-1]) == "2026.01", ac.versions
old = {"project": {"customer_phone": "1", "customer_address": "2"}}
there = ac.translate(old, operation="create_project", part="request", source="2018.01", target="2026.01")
assert there.result == {"project": {"phone": "1", "mailing_address": "2"}}, there.result
back = ac.translate(there.result, operation="create_project", part="request", source="2026.01", target="2018.01")
assert back.result == old and not there.notes and not back.notes
links = ac.steps("create_project", "request", "2018.01", "2026.01")
assert len(links) == 3
assert pickle.loads(pickle.dumps(links[2])) == links[2]
assert [str(version) for version in ac.operations["archive_project"].paths] == ["2026.01"]
assert len(ac.changes) == int(sys.argv[1]) + 1
"""

    def test_is_one_module_and_the_lines_shown(self, tmp_path: Path) -> None:
        page = text(DOCS / "extending.md")
        shutil.copytree(
            ROOT / "aurora_compat", tmp_path / "aurora_compat", ignore=shutil.ignore_patterns("__pycache__")
        )
        (tmp_path / "aurora_compat" / "aurora" / "v2026_01.py").write_text(titled_block(page, "v2026_01.py"), "utf-8")
        (diff,) = re.findall(r"^```diff\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
        patch(tmp_path, diff)
        run = subprocess.run(
            [sys.executable, "-c", self.PROGRAM, str(len(ac.changes))],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr


def titled_block(page: str, title: str) -> str:
    """The one code block of that title."""
    (block,) = re.findall(rf'^```python title="{title}"\n(.*?)^```$', page, re.MULTILINE | re.DOTALL)
    return str(block)


def patch(folder: Path, diff: str) -> None:
    """Apply a diff of one file, without line numbers: what is there before must be there exactly once."""
    old_name, new_name, *lines = diff.splitlines(keepends=True)
    path = folder / old_name.removeprefix("--- a/").strip()
    assert new_name == f"+++ b/{path.relative_to(folder).as_posix()}\n"
    hunks: list[tuple[str, str]] = []
    before = after = ""
    for line, following in zip(lines, [*lines[1:], " "], strict=True):
        before += line[1:] if line[0] in " -" else ""
        after += line[1:] if line[0] in " +" else ""
        if line[0] == "+" and following[0] != "+":
            hunks.append((before, after))
            before = after = ""
    code = text(path)
    for old, new in hunks:
        assert code.count(old) == 1, old
        code = code.replace(old, new)
    path.write_text(code, "utf-8")


@cache
def with_phones() -> ac.Registry:
    """Aurora's registry, and a release with the pair of functions that the page shows."""
    module = ModuleType("phones")
    exec(titled_block(text(DOCS / "extending.md"), "phones.py"), module.__dict__)
    version, after = ac.Version.of("2026.07"), ac.Version.of("2024.05")
    return ac.registry.with_release(ac.Release(version=version, after=after, changes=(module.PHONES,)))


class TestTheCustomPairOfExtending:
    """The pair of functions that the page shows obeys the laws itself."""

    BODIES: tuple[Any, ...] = (
        {"customer_phone": "1"},
        {"customer_phone": None, "name": "n"},
        {"customer_phones": ["1"]},
        {"customer_phones": ["1", {"a": 2}]},
        {"customer_phones": []},
        {"customer_phones": "1"},
        {"customer_phone": "1", "customer_phones": ["1", "2"]},
        {"customer_phone": "1", "customer_phones": None},
        {},
        [],
        "text",
    )

    @pytest.mark.parametrize("body", BODIES, ids=repr)
    @pytest.mark.parametrize(("source", "target"), [("2024.05", "2026.07"), ("2026.07", "2024.05")])
    def test_comes_back_exactly_and_never_loses_in_silence(self, body: Any, source: str, target: str) -> None:
        where: dict[str, Any] = {"operation": "retrieve_project", "part": "response", "registry": with_phones()}
        payload = {"project": body}
        there = ac.translate(payload, source=source, target=target, **where)
        residue = there.residue
        plain = ac.translate(there.result, source=target, target=source, **where)
        assert same(plain.result, payload) or there.notes or plain.notes
        assert (residue is None) == same(plain.result, payload)
        back = ac.translate(there.result, source=target, target=source, residue=residue, **where)
        assert same(back.result, payload)


def prose(page: Path) -> str:
    return re.sub(r"^```.*?^```$", "", text(page), flags=re.MULTILINE | re.DOTALL)


def headings(page: Path) -> set[str]:
    """As links name them."""
    titles = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


class TestPages:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
    def test_links_lead_somewhere(self, page: Path) -> None:
        for link in re.findall(r"\]\(([^)]+)\)", prose(page)):
            if link.startswith("https://"):
                continue
            name, mark, heading = link.partition("#")
            there = page.parent / name if name else page
            assert there.exists(), link
            assert not mark or heading in headings(there), link

    def test_every_error_has_a_row_in_the_readme(self) -> None:
        errors = {
            name
            for name in ac.__all__
            if isinstance(found := getattr(ac, name), type) and issubclass(found, ac.AuroraCompatError)
        } - {"AuroraCompatError"}
        named = set(
            re.findall(r"`(\w+)`", re.sub(r"\|[^|]*\|$", "", section(text(ROOT / "README.md"), "Errors"), flags=re.M))
        )
        assert errors <= named

    def test_every_edit_is_in_the_vocabulary(self) -> None:
        page = section(text(DOCS / "extending.md"), "The vocabulary of edits")
        assert [name for name in edits.__all__ if name != "Edit" and not re.search(rf"`{name}\b", page)] == []

    def test_the_changelog_cites_every_change(self) -> None:
        page = text(ROOT / "CHANGELOG.md")
        assert [id_ for id_ in ac.changes if f"`{id_}`" not in page] == []

    @pytest.mark.parametrize("name", ["test", "main"])
    def test_ci_finds_the_commands_of_the_readme(self, name: str) -> None:
        (command,) = re.findall(rf"^<!-- {name} command -->\n```sh\n(.*)\n```$", text(ROOT / "README.md"), re.MULTILINE)
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")
