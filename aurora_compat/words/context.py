"""What a payload does not say and a translation must know: given by the caller, or by the server's answers."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

from aurora_compat.words.error import InvalidContext, MalformedPayload
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.jsons import copied, kind_of, same
from aurora_compat.words.note import Need
from aurora_compat.words.value import Value
from aurora_compat.words.version import Version

PRICING_METHODS = FrozenMap(
    {"flat system cost": "flat system price", "price per watt": "price per watt", "cost breakdown": "price breakdown"}
)
"""The values of `pricing_mode` and what `pricing_method` calls them (change `pricing`)."""

Roles: TypeAlias = Mapping[str, str | tuple[str, ...]]


class Answer(Value):
    """The server's answer to a need: its pages in their order, and whether the last one has come."""

    version: Version
    pages: tuple[Any, ...]
    complete: bool

    def __hash__(self) -> int:
        return hash((self.version, len(self.pages), self.complete))


class Context(Value):
    """What the caller knows. All fields are optional; `dataclasses.replace` or `with_answer` make a new value.

    Attributes:
        roles: the tenant's role directory, name -> uuid or, for an ambiguous name, several; or one such mapping per
            tenant id (change `user-roles`).
        bearer_token: sent where a request of 2018.01 was signed (change `hmac-authentication`); never shown.
        environment: `"production"` or `"sandbox"`; by the request's host where it is None (change `version-header`).
        design_of_asset: asset id -> design id (change `design-asset-path`).
        project_of_design: design id -> project id (change `create-design-from-site-model`).
        system_size_source: which of `"stc"`, `"ptc"`, `"ac"` stands for `system_size`, None to leave it out (change
            `system-size`).
        default_module_spacing: version -> the default spacing in metres, as text, laid over the published ones; None
            to send nothing (change `module-spacing`).
        pricing_method_values: old -> new value of `pricing_mode`, laid over the published ones, one-to-one (change
            `pricing`).
        send_version_header: add `Aurora-API-Version` in the sandbox (change `version-header`).
        answers: what `with_answer` has learned.
    """

    _hidden = frozenset({"bearer_token", "answers"})

    roles: Roles | Mapping[str, Roles] | None = None
    bearer_token: str | None = None
    environment: Literal["production", "sandbox"] | None = None
    design_of_asset: Mapping[str, str] = FrozenMap()
    project_of_design: Mapping[str, str] = FrozenMap()
    system_size_source: Literal["stc", "ptc", "ac"] | None = "stc"
    default_module_spacing: Mapping[str, str] | None = FrozenMap()
    pricing_method_values: Mapping[str, str] = FrozenMap()
    send_version_header: bool = False
    answers: Mapping[tuple[str, FrozenMap[str, str]], Answer] = FrozenMap()

    def __post_init__(self) -> None:
        fields = self.__dict__
        if self.roles is not None:
            fields["roles"] = _frozen_roles(self.roles)
        for name in ("design_of_asset", "project_of_design", "default_module_spacing", "pricing_method_values"):
            value = getattr(self, name)
            if value is not None or name != "default_module_spacing":
                fields[name] = FrozenMap(_mapping(name, value))
        fields["answers"] = FrozenMap(self.answers)
        if self.system_size_source not in ("stc", "ptc", "ac", None):
            raise InvalidContext(
                f"Context.system_size_source is 'stc', 'ptc', 'ac' or None, not {self.system_size_source!r}"
            )
        if self.environment not in ("production", "sandbox", None):
            raise InvalidContext(f"Context.environment is 'production', 'sandbox' or None, not {self.environment!r}")
        token = self.bearer_token
        if token is not None and not (isinstance(token, str) and token.isascii() and token.isprintable() and token):
            raise InvalidContext("Context.bearer_token is printable ASCII: anything else would break out of its header")
        values = {**PRICING_METHODS, **self.pricing_method_values}
        if len(set(values.values())) < len(values):
            raise InvalidContext(
                "Context.pricing_method_values, laid over the published values, gives one new value to two old ones:"
                " make it one-to-one"
            )

    def roles_of(self, tenant: str | None) -> Roles | None:
        """The role directory of a tenant; None where this context does not hold it."""
        roles = self.roles
        if roles and isinstance(next(iter(roles.items()))[1], FrozenMap):  # as all are: __post_init__ has looked
            found = roles.get(tenant) if tenant is not None else None
            return found if isinstance(found, FrozenMap) else None
        return roles  # type: ignore[return-value]  # flat: no value is a mapping, as was just seen

    def answer(self, operation: str, path_params: Mapping[str, str]) -> Answer | None:
        """What the server has answered to that question so far."""
        return self.answers.get((operation, FrozenMap(path_params)))

    def with_answer(self, need: Need, body: Any) -> "Context":
        """A context that also knows the server's answer (2xx body, parsed, in `need.version`) to one of its needs.

        A list comes page by page: a page with as many items as asked for (`per_page`) makes the next translation ask
        for the next page, a shorter one ends the list, and so does a page that repeats the one before: a server that
        ignores `page` would be asked for ever.

        Raises:
            MalformedPayload: the body is no object, so no answer.
        """
        if not isinstance(body, dict):
            raise MalformedPayload(
                f"the answer of {need.operation} is an object, parsed; {kind_of(body)} was given",
                operation=need.operation,
            )
        key = (need.operation, need.path_params)
        page, size = int(need.query.get("page", "1")), int(need.query.get("per_page", "0"))
        held = self.answers.get(key)
        earlier = held.pages[: page - 1] if held is not None and held.version == need.version else ()
        repeated = bool(earlier) and same(earlier[-1], body)
        pages = earlier if repeated else (*earlier, copied(body))
        complete = not size or repeated or _items(body) < size
        known: Context = self.__replace__(answers={**self.answers, key: Answer(need.version, pages, complete)})
        return known


def _items(body: Any) -> int:
    """How many items a page of a list holds: the API answers `{"users": [...]}`, one list a body."""
    lists: Iterable[Any] = body.values() if isinstance(body, dict) else ()
    return max((len(value) for value in lists if isinstance(value, list)), default=0)


def _mapping(name: str, value: Any) -> Mapping[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(part, str) for pair in value.items() for part in pair):
        raise InvalidContext(f"Context.{name} maps text to text, not {value!r:.80}")
    return value


def _frozen_roles(roles: Any) -> FrozenMap[str, Any]:
    if not isinstance(roles, Mapping):
        raise InvalidContext("Context.roles maps role names to uuids, or tenant ids to such mappings")
    per_tenant = [isinstance(value, Mapping) for value in roles.values()]
    if any(per_tenant):
        if not all(per_tenant):
            raise InvalidContext("Context.roles mixes role names and tenant ids: give one kind")
        return FrozenMap({tenant: _frozen_roles(directory) for tenant, directory in roles.items()})
    frozen: dict[str, Any] = {}
    for name, ids in roles.items():
        several = isinstance(ids, (list, tuple))
        if not isinstance(name, str) or not all(isinstance(id_, str) for id_ in (ids if several else (ids,))):
            raise InvalidContext(f"Context.roles gives {name!r:.80} something other than a uuid or several")
        frozen[name] = tuple(ids) if several else ids
    return FrozenMap(frozen)


NOTHING_KNOWN = Context()
"""What is known where a caller gives no context."""
