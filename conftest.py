"""The Python blocks of README.md and docs/ are tests: each page runs from top to bottom, in one namespace."""

import sys
from collections.abc import Iterator
from doctest import NORMALIZE_WHITESPACE
from types import ModuleType

from sybil import Document, Example, Region, Sybil
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.markdown.lexers import FencedCodeBlockLexer

_TITLED = FencedCodeBlockLexer(r'python title="(?P<module>\w+)\.py"')


def modules(document: Document) -> Iterator[Region]:
    """Blocks that a page shows as a file of their own: the blocks after it import them by that name."""
    for region in _TITLED(document):
        region.parsed = (region.lexemes["module"], region.lexemes["source"])
        region.evaluator = _define
        yield region


def _define(example: Example) -> None:
    name, source = example.parsed
    module = ModuleType(name)
    lines_before = "\n" * example.line  # so that tracebacks name the line of the page
    exec(compile(lines_before + source, example.path, "exec"), module.__dict__)
    sys.modules[name] = module


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=NORMALIZE_WHITESPACE), modules],
    patterns=["README.md", "docs/*.md"],
).pytest()
