"""The tenant: `user_ids` is gone, List Users has them."""

from typing import Any

from aurora_compat.change import Body, Change
from aurora_compat.edits import At, Remove
from aurora_compat.run import Run
from aurora_compat.words.jsons import Json, copied
from aurora_compat.words.pointer import Trail


def _user_ids(tenant: dict[str, Any], run: Run, at: Trail) -> tuple[Json, str] | None:  # a Supply
    pages = run.ask("list_users", (at, "user_ids"), paged=True)
    if pages is None:
        return None
    lists = [page.get("users") if isinstance(page, dict) else None for page in pages]
    if not all(isinstance(users, list) for users in lists):
        return None
    users = [user for page in lists for user in page or ()]
    ids = [copied(user["id"]) for user in users if isinstance(user, dict) and "id" in user]
    return ids, "the ids of List Users, in its order"


TENANT_USER_IDS = Change(
    id="tenant-user-ids",
    summary="Retrieve Tenant no longer lists `user_ids`.",
    published="user_ids is removed from Retrieve Tenant.",
    source="changelog of 2024.05",
    grade="A",
    bodies=(
        Body(
            ("retrieve_tenant",),
            At(
                "tenant",
                Remove("user_ids", _user_ids, "is filled from List Users", ("list_users",), opaque_supply=True),
            ),
            parts=("response",),
        ),
    ),
)
