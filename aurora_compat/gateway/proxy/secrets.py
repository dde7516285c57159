"""Secrets of the proxy's settings: written as references, resolved once when they are read, never shown.

A reference is `env:NAME`, a variable of the environment, or `file:/path`, a file that holds nothing else.
"""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BeforeValidator, SecretStr

_FORM = re.compile(r"(?:env:(?P<variable>[A-Za-z_][A-Za-z0-9_]*)|file:(?P<path>.+))", re.DOTALL)
_LARGEST = 64 * 1024
"""Bytes of a secret's file; more is some other file."""

WANTED = 'a secret is written as a reference, "env:NAME" or "file:/path"'


class Reference(str):
    """A text that refers to a secret, with the environment that it refers to; elsewhere it is a text like others."""

    __slots__ = ("_environ",)

    _environ: Mapping[str, str]

    @classmethod
    def of(cls, text: str, environ: Mapping[str, str]) -> str:
        """The text as a reference, or as it is where it has not the form of one."""
        if not _FORM.fullmatch(text):
            return text
        made = cls(text)
        made._environ = environ
        return made

    @property
    def variable(self) -> str | None:
        """The variable that it names, None where it names a file."""
        match = _FORM.fullmatch(self)
        return match["variable"] if match else None

    def resolve(self) -> str:
        """The secret.

        Raises:
            ValueError: there is none. The sentence names the reference, and shows nothing of what was found.
        """
        shown = f"{self!s:.200}"
        name = self.variable
        if name is not None:
            found = self._environ.get(name)
            if found is None:
                raise ValueError(f"{shown} refers to a variable that the environment has not")
        else:
            found = _read(Path(self.removeprefix("file:")), shown)
        if not found:
            raise ValueError(f"{shown} is empty")
        if any("\ud800" <= character <= "\udfff" for character in found):
            raise ValueError(f"{shown} is not UTF-8")
        return found


def _read(path: Path, shown: str) -> str:
    if not path.is_absolute():
        raise ValueError(f"{shown} is not absolute: write the whole path, such as file:/run/secrets/token")
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise ValueError(f"{shown} can't be read: {os.strerror(error.errno or 0).lower()}") from None
    except ValueError:
        raise ValueError(f"{shown} is a name that no file can have") from None
    if len(data) > _LARGEST:
        raise ValueError(f"{shown} is larger than {_LARGEST:,} bytes: a file of the secret alone is wanted")
    return data.decode("utf-8", "surrogateescape").removesuffix("\n").removesuffix("\r")


def referring(value: Any, environ: Mapping[str, str]) -> Any:
    """A copy of settings as they were written, in which references know the environment."""
    if isinstance(value, str):
        return Reference.of(value, environ)
    if isinstance(value, Mapping):
        return {key: referring(inner, environ) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [referring(inner, environ) for inner in value]
    return value


def variables(value: Any) -> Iterator[str]:
    """The variables that references in settings name."""
    if isinstance(value, Reference):
        name = value.variable
        if name is not None:
            yield name
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from variables(inner)


def _resolved(value: object) -> SecretStr:
    if isinstance(value, SecretStr):
        return value
    if isinstance(value, Reference):
        return SecretStr(value.resolve())
    raise ValueError(f"{WANTED}; {'plain text' if isinstance(value, str) else 'something else'} was met")


def _fit_for_a_header(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if not (text.isascii() and text.isprintable() and text.strip() == text):
        raise ValueError("what it refers to is not printable ASCII without outer spaces, so no header can carry it")
    return value


Secret: TypeAlias = Annotated[SecretStr, BeforeValidator(_resolved)]
"""A secret, written as a reference."""
HeaderSecret: TypeAlias = Annotated[SecretStr, BeforeValidator(_resolved), AfterValidator(_fit_for_a_header)]
"""A secret that is sent in a header."""


class Secrets(Mapping[str, str]):
    """Secrets by key id, as `hmac_auth.verify` takes them; its representation shows how many."""

    __slots__ = ("_held",)

    def __init__(self, held: Mapping[str, SecretStr]) -> None:
        self._held = dict(held)

    def __getitem__(self, key: str) -> str:
        return self._held[key].get_secret_value()

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __repr__(self) -> str:
        return f"<secrets of {len(self._held)} keys>"
