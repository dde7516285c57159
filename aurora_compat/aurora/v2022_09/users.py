"""Users: `user_level`, a role's name, becomes `role_id`, its uuid."""

from typing import Any

from aurora_compat.change import Body, Change, Reading
from aurora_compat.code import Aside, Reader
from aurora_compat.edits import At, Custom, Each, Line
from aurora_compat.edits.members import both_spellings, target_key
from aurora_compat.run import Call, Refusal, Run
from aurora_compat.words.context import Roles
from aurora_compat.words.error import listed
from aurora_compat.words.jsons import Json, kind_of
from aurora_compat.words.pointer import Trail
from aurora_compat.words.roles import directory_of

_LEVEL, _ROLE = "user_level", "role_id"
_NEED = ("list_roles",)


def _directory(run: Run, at: Trail, asker: Trail) -> Roles | None:
    """Role name -> uuid, or several: as the server answered List Roles, else as the caller gave it."""
    pages = run.answered("list_roles")
    if pages is None or not all(isinstance(page, dict) and isinstance(page.get("roles"), list) for page in pages):
        given = run.roles()
        if given is not None:
            return given
        pages = run.ask("list_roles", at, paged=True, required=True, asker=asker, instead="Context.roles")
    return directory_of(pages) if pages is not None else None


def _ids(directory: Roles, name: str) -> tuple[str, ...]:
    ids = directory.get(name, ())
    return (ids,) if isinstance(ids, str) else tuple(ids)


def _names(directory: Roles, id_: str) -> list[str]:
    return [name for name, ids in directory.items() if (id_ == ids if isinstance(ids, str) else id_ in ids)]


def _up(user: Json, run: Run, at: Trail) -> Json:
    return _swapped(user, run, at, _LEVEL, _ROLE)


def _down(user: Json, run: Run, at: Trail) -> Json:
    return _swapped(user, run, at, _ROLE, _LEVEL)


def _swapped(user: Json, run: Run, at: Trail, old: str, new: str) -> Json:
    """The user with the role told the target's way."""
    if not isinstance(user, dict):
        run.odd(at, user, "an object")
        return user
    if old not in user:
        if new in user:
            target_key(run, (at, new), old)
        return user
    value = user[old]
    if not isinstance(value, (str, type(None))):
        if run.may_refuse:
            raise Refusal((at, old), f"{kind_of(value)} names no role; send {old} as text, or null")
        run.odd((at, old), value, "text")
        return user
    if new in user:
        both_spellings(run, (at, new), old)
    edited: dict[str, Any] = {key: member for key, member in user.items() if key not in {old, new}}
    if value is None:
        run.moved((at, old), (at, new))
        return {**edited, new: None}
    directory = _directory(run, (at, new), (at, old))
    if directory is None:
        found, why = None, "the role directory is not known: give Context.roles, or answer the need for list_roles"
    else:
        found, why = (_id_of if old == _LEVEL else _name_of)(directory, value, run, at)
    if found is not None:
        run.moved((at, old), (at, new))
        return {**edited, new: found}
    if run.may_refuse and directory is not None:
        raise Refusal((at, old), why)
    run.lost((at, old), why)
    run.missing((at, new), f"{run.target} has {new} here, but {why}")
    return edited


def _id_of(directory: Roles, name: str, run: Run, at: Trail) -> tuple[str | None, str]:
    ids = _ids(directory, name)
    if len(ids) == 1:
        return ids[0], ""
    if ids:
        return None, f"{len(ids)} roles of the tenant are called '{name}': give the one that is meant in Context.roles"
    return None, f"the role directory has no role '{name}' (names compare exactly): give it in Context.roles"


def _name_of(directory: Roles, id_: str, run: Run, at: Trail) -> tuple[str | None, str]:
    names = _names(directory, id_)
    if not names:
        return None, f"the role directory has no role with the id '{id_}': give it in Context.roles"
    if len(names) > 1:
        return None, f"the role directory gives the id '{id_}' several names, {listed(sorted(names))}: give it one"
    if len(_ids(directory, names[0])) > 1:
        if run.may_refuse:
            return None, f"several roles of the tenant are called '{names[0]}': the older version can't tell them apart"
        run.assumed((at, _LEVEL), f"several roles of the tenant are called '{names[0]}'; the name alone is ambiguous")
    return names[0], ""


def _up_quick(user: Json, call: Call, reader: Reader) -> Json:
    return _swapped_quick(user, call, reader, _LEVEL, _ROLE)


def _down_quick(user: Json, call: Call, reader: Reader) -> Json:
    return _swapped_quick(user, call, reader, _ROLE, _LEVEL)


def _swapped_quick(user: Json, call: Call, reader: Reader, old: str, new: str) -> Json:
    """Aside where answers are known, as they come before the caller's roles, and where a request may be refused."""
    members = user if type(user) is dict else reader.object(user)
    if members is None or (old in members and new in members):
        raise Aside
    if old not in members:
        return user
    value = members[old]
    if value is not None and type(value) is not str:
        value = reader.value(value)
    edited = members.copy()
    del edited[old]
    if value is None:
        edited[new] = None
        return edited
    refuses = call.part == "request" and not call.lenient
    found = _role_quick(value, call, refuses, upwards=old == _LEVEL)
    if found is not None:
        edited[new] = found
    elif refuses:
        raise Aside
    return edited


def _role_quick(value: Json, call: Call, refuses: bool, *, upwards: bool) -> str | None:
    context = call.context
    if context.answers or type(value) is not str:
        raise Aside
    directory = context.roles_of(call.path_params.get("tenant_id"))
    if directory is None:
        return None
    if upwards:
        ids = _ids(directory, value)
        return ids[0] if len(ids) == 1 else None
    names = _names(directory, value)
    clear = len(names) == 1 and not (refuses and len(_ids(directory, names[0])) > 1)
    return names[0] if clear else None


_ROLES = Custom(
    _up,
    _down,
    (Line("/user_level", "becomes role_id, by the tenant's role directory", ("lost", "missing"), _NEED),),
    (Line("/role_id", "becomes user_level, by the tenant's role directory", ("lost", "missing", "assumed"), _NEED),),
    _up_quick,
    _down_quick,
)

USER_ROLES = Change(
    id="user-roles",
    summary="A user's role is told by its id (`role_id`), no longer by its name (`user_level`).",
    published="user_level is replaced by role_id in Create User, Invite User, Retrieve User and Update User.",
    source="changelog of 2022.09",
    grade="A",
    bodies=(
        Body(("create_user", "invite_user", "retrieve_user", "update_user"), At("user", _ROLES)),
        Body(("list_users",), At("users", Each(_ROLES))),
    ),
    readings=(
        Reading("A", "The directory comes from the caller or from List Roles; names compare exactly.", "roles"),
        Reading("C", "Each item of List Users carries the field too."),
    ),
)
