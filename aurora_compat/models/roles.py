"""Roles, teams and partners of a tenant: no version changed them, and little of them is documented."""

from aurora_compat.models.base import Model, OpenObject, Uuid, inferred


class Role(Model):
    """A role of the tenant; `user-roles` reads the ids and names of all of them."""

    id: Uuid | None = inferred("The role's id", examples=["3fa85f64-5717-4562-b3fc-2c963f66afa6"])
    name: str | None = inferred("The role's name; two roles may share one", examples=["Team Member", "Admin"])


class RoleList(Model):
    """The body of List Roles."""

    roles: list[Role] | None = inferred("The envelope of the body: the tenant's roles")


class TeamList(Model):
    """The body of List Teams; what a team holds is not documented."""

    teams: list[OpenObject] | None = inferred("The envelope of the body: a page of teams")


class PartnerList(Model):
    """The body of List Partners; what a partner holds is not documented."""

    partners: list[OpenObject] | None = inferred("The envelope of the body: a page of partners")
