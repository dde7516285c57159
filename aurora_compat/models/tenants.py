"""The tenant: with the ids of its users to 2022.09."""

from aurora_compat.models.base import Model, Uuid, envelope, inferred, seen


class Tenant2024(Model, title="Tenant"):
    """A tenant in 2024.05: `user_ids` is gone (`tenant-user-ids`)."""

    id: Uuid | None = inferred("The tenant's id", examples=["7e7a0000-0000-4000-8000-000000000001"])
    name: str | None = inferred("The tenant's name", examples=["Example Solar Works"])


class Tenant2018(Tenant2024, title="Tenant"):
    """A tenant in 2018.01 and 2022.09, with the `user_ids` that `tenant-user-ids` removed."""

    user_ids: list[Uuid] | None = seen("Ids of the tenant's users", examples=[["05e40000-0000-4000-8000-000000000001"]])


class TenantEnvelope2018(Model, title="TenantEnvelope"):
    """The body of Retrieve Tenant, to 2022.09."""

    tenant: Tenant2018 = envelope("the tenant")


class TenantEnvelope2024(Model, title="TenantEnvelope"):
    """The body of Retrieve Tenant, in 2024.05."""

    tenant: Tenant2024 = envelope("the tenant")
