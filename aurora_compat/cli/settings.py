"""What the payload does not say: `--role` and `--context`, brought together in one `Context`."""

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

import aurora_compat as ac
from aurora_compat.cli.failure import InputError
from aurora_compat.cli.files import read_json
from aurora_compat.cli.options import pairs
from aurora_compat.validation import path_in
from aurora_compat.words.jsons import Json
from aurora_compat.words.pointer import pointer_of

_Ids = str | list[str]


class ContextFile(BaseModel):
    """The file of `--context`: the settings of `aurora_compat.Context`, all optional; answers are none of them."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    roles: dict[str, _Ids | dict[str, _Ids]] | None = None
    bearer_token: SecretStr | None = None
    environment: Literal["production", "sandbox"] | None = None
    design_of_asset: dict[str, str] = Field(default_factory=dict)
    project_of_design: dict[str, str] = Field(default_factory=dict)
    system_size_source: Literal["stc", "ptc", "ac"] | None = "stc"
    default_module_spacing: dict[str, str] | None = Field(default_factory=dict)
    pricing_method_values: dict[str, str] = Field(default_factory=dict)
    send_version_header: bool = False

    def context(self) -> ac.Context:
        """The value that a translation takes.

        Raises:
            InvalidContext: the settings contradict each other.
        """
        given: dict[str, Any] = {name: getattr(self, name) for name in type(self).model_fields}
        if self.bearer_token is not None:
            given["bearer_token"] = self.bearer_token.get_secret_value()
        return ac.Context(**given)


def context_of(roles: Iterable[str] | None, path: str | None) -> ac.Context:
    """The context of a call, from `--role` options and the file of `--context`.

    Raises:
        InputError: an option or the file is not as it should be, or both name roles.
    """
    context = _from_file(path) if path is not None else ac.Context()
    directory = _directory(roles)
    if not directory:
        return context
    if context.roles is not None:
        raise InputError(f"roles are given twice, by --role and in {path}: give them in one place")
    return replace(context, roles=directory)


def _directory(roles: Iterable[str] | None) -> dict[str, str | tuple[str, ...]]:
    ids: dict[str, dict[str, None]] = {}
    for name, id_ in pairs("--role", roles, "NAME=UUID"):
        ids.setdefault(name, {})[id_] = None
    return {name: tuple(several) if len(several) > 1 else next(iter(several)) for name, several in ids.items()}


def _from_file(path: str) -> ac.Context:
    settings = read_json(path)
    if not isinstance(settings, dict):
        raise InputError(f'{path}: a context is a JSON object of settings, such as {{"roles": {{"Admin": "<uuid>"}}}}')
    try:
        return ContextFile.model_validate(settings).context()
    except ValidationError as error:
        raise InputError(f"{path}: {_told(error, settings)}") from None  # its own text would show what the file holds
    except ac.InvalidContext as error:
        raise InputError(f"{path}: {error}") from error


def _told(error: ValidationError, settings: dict[str, Json]) -> str:
    """What is wrong with a context, with its place; never with its value, which may be a secret."""
    found = error.errors(include_input=False, include_context=False, include_url=False)
    unknown = [str(one["loc"][-1]) for one in found if one["type"] == "extra_forbidden"]
    if unknown:
        near = get_close_matches(unknown[0], ContextFile.model_fields, n=1)
        known = f"did you mean {near[0]}?" if near else f"there are {', '.join(ContextFile.model_fields)}"
        return f"unknown key {unknown[0]!r}; {known}"
    places = [path_in(one["loc"], settings) for one in found]
    deepest = max(places, key=len)  # of the branches of a union the one that fits best
    wanted = dict.fromkeys(one["msg"].lower() for one, place in zip(found, places, strict=True) if place == deepest)
    return f"at {pointer_of(deepest)}: " + " or ".join(wanted).replace(" or input should be", " or")
