"""A tenant's role directory: which id a role's name stands for."""

from collections.abc import Iterable

from aurora_compat.words.jsons import Json


def directory_of(pages: Iterable[Json]) -> dict[str, tuple[str, ...]]:
    """Role name -> ids, as the answers of List Roles tell them: several ids may have one name; no id comes twice."""
    directory: dict[str, tuple[str, ...]] = {}
    for page in pages:
        roles = page.get("roles") if isinstance(page, dict) else None
        for role in roles if isinstance(roles, list) else ():
            name, id_ = (role.get("name"), role.get("id")) if isinstance(role, dict) else (None, None)
            if isinstance(name, str) and isinstance(id_, str) and id_ not in directory.get(name, ()):
                directory[name] = (*directory.get(name, ()), id_)
    return directory
