"""The tenant itself, its roles, teams, partners and users."""

from aurora_compat.aurora import aurora
from aurora_compat.testing.server.core import Answer, Asked, answers, page
from aurora_compat.testing.server.refused import Refused, Trouble, wrong
from aurora_compat.testing.server.tenant import Record, Tenant, found


@answers("retrieve_root")
def retrieve_root(asked: Asked) -> Answer:
    """2018.01 only; what it held is not documented."""
    return 200, {"tenant": f"/v2/tenants/{asked.tenant.id}"}


@answers("retrieve_versions")
def retrieve_versions(asked: Asked) -> Answer:
    """The versions that this library knows."""
    return 200, {"versions": [str(version) for version in aurora().versions]}


@answers("retrieve_tenant")
def retrieve_tenant(asked: Asked) -> Answer:
    """The tenant; older versions add the ids of its users."""
    return 200, {"tenant": {"id": asked.tenant.id, "name": asked.tenant.name}}


@answers("list_roles")
def list_roles(asked: Asked) -> Answer:
    """The role directory."""
    return page(asked, "roles", asked.tenant.roles.values())


@answers("list_teams")
def list_teams(asked: Asked) -> Answer:
    """The tenant's teams."""
    return page(asked, "teams", asked.tenant.teams.values())


@answers("list_partners")
def list_partners(asked: Asked) -> Answer:
    """The tenant's partners."""
    return page(asked, "partners", asked.tenant.partners.values())


@answers("retrieve_sso_provider")
def retrieve_sso_provider(asked: Asked) -> Answer:
    """How the tenant's users sign in."""
    return 200, {"sso_provider": asked.tenant.sso_provider}


@answers("list_users")
def list_users(asked: Asked) -> Answer:
    """The tenant's users."""
    return page(asked, "users", asked.tenant.users.values())


@answers("create_user")
def create_user(asked: Asked) -> Answer:
    """A new user, active at once."""
    return _made(asked, "active")


@answers("invite_user")
def invite_user(asked: Asked) -> Answer:
    """A new user, who has yet to accept."""
    return _made(asked, "invited")


def _made(asked: Asked, status: str) -> Answer:
    tenant, given = asked.tenant, asked.given("user")
    _check(tenant, given, None)
    id_ = tenant.new_id("user")
    tenant.users[id_] = {**given, "id": id_, "tenant_id": tenant.id, "account_status": status}
    return 200, {"user": tenant.users[id_]}


@answers("retrieve_user")
def retrieve_user(asked: Asked) -> Answer:
    """One user."""
    return 200, {"user": _user(asked)}


@answers("update_user")
def update_user(asked: Asked) -> Answer:
    """Change the fields that are given."""
    user, given = _user(asked), asked.given("user")
    _check(asked.tenant, given, user)
    user.update(given)
    return 200, {"user": user}


@answers("activate_user")
def activate_user(asked: Asked) -> Answer:
    """Let a user sign in, unless another active one has the e-mail address."""
    user = _user(asked)
    if _taken(asked.tenant, user.get("email"), user):
        raise Refused(422, Trouble("another active user has this e-mail address"))
    user["account_status"] = "active"
    return 204, None


@answers("deactivate_user")
def deactivate_user(asked: Asked) -> Answer:
    """Let a user sign in no more."""
    _user(asked)["account_status"] = "inactive"
    return 204, None


def _user(asked: Asked) -> Record:
    return found(asked.tenant.users, "user", asked.params["user_id"])


def _check(tenant: Tenant, given: Record, user: Record | None) -> None:
    role = given.get("role_id")
    if role is not None and role not in tenant.roles:
        raise wrong("user.role_id", "is no role of the tenant")
    if _taken(tenant, given.get("email"), user) and (user is None or user.get("account_status") == "active"):
        raise wrong("user.email", "belongs to another active user")


def _taken(tenant: Tenant, email: object, user: Record | None) -> bool:
    others = (other for other in tenant.users.values() if other is not user)
    return email is not None and any(
        other.get("email") == email and other.get("account_status") == "active" for other in others
    )
