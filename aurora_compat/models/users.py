"""Users: a `user_level` in 2018.01, a `role_id` from 2022.09 on, bounds of their prices in 2024.05."""

from aurora_compat.models.base import MONEY_PER_WATT, Model, Number, Uuid, envelope, seen

_TEAM = "7ea30000-0000-4000-8000-000000000001"
_PARTNER = "9a470000-0000-4000-8000-000000000001"


class UserFields(Model):
    """What a user is given, in every version."""

    first_name: str | None = seen("First name", examples=["Jessica"])
    last_name: str | None = seen("Last name", examples=["Solar"])
    email: str | None = seen("E-mail address; no two active users share one", examples=["jessica.solar@example.com"])
    phone: str | None = seen("Telephone number", examples=["+1-555-0101"])
    title: str | None = seen("The user's title in the company", examples=["Solar Consultant"])
    job_function: str | None = seen("What the user works on", examples=["Sales", "Design"])
    external_provider_id: str | None = seen("The user's id in another system", examples=["crm-user-1"])
    locale: str | None = seen("Language and region", examples=["en-US"])
    team_ids: list[Uuid] | None = seen("Ids of the user's teams", examples=[[_TEAM]])
    partner_ids: list[Uuid] | None = seen("Ids of the user's partners", examples=[[_PARTNER]])
    partner_id: Uuid | None = seen("Id of the user's partner; deprecated, see partner_ids", examples=[_PARTNER])


class UserAnswer(Model):
    """What only the server says of a user, in every version."""

    id: Uuid = seen("The user's id", examples=["05e40000-0000-4000-8000-000000000001"], required=True)
    tenant_id: Uuid | None = seen("Id of the user's tenant", examples=["7e7a0000-0000-4000-8000-000000000001"])
    account_status: str | None = seen("Whether the user can sign in", examples=["active"])


class UserInput2018(UserFields, title="UserInput"):
    """A user in a request of 2018.01. From 2022.09 on the role is named by its id (`user-roles`)."""

    user_level: str | None = seen("The name of the user's role", examples=["Team Member"])


class User2018(UserInput2018, UserAnswer, title="User"):
    """A user in an answer of 2018.01, with the name of the role (`user-roles`)."""


class UserRequest2018(Model, title="UserRequest"):
    """The body of Create, Invite and Update User in 2018.01; an update holds the fields to change."""

    user: UserInput2018 = envelope("the user as it is to be")


class UserEnvelope2018(Model, title="UserEnvelope"):
    """The body that answers with one user, in 2018.01."""

    user: User2018 = envelope("the user")


class UserList2018(Model, title="UserList"):
    """The body of List Users, in 2018.01."""

    users: list[User2018] = envelope("a page of users")


class UserInput2022(UserFields, title="UserInput"):
    """A user in a request of 2022.09: the role is named by its id (`user-roles`)."""

    role_id: Uuid | None = seen(
        "Id of the user's role; List Roles names them", examples=["3fa85f64-5717-4562-b3fc-2c963f66afa6"]
    )


class User2022(UserInput2022, UserAnswer, title="User"):
    """A user in an answer of 2022.09, with the id of the role (`user-roles`)."""


class UserRequest2022(Model, title="UserRequest"):
    """The body of Create, Invite and Update User in 2022.09; an update holds the fields to change."""

    user: UserInput2022 = envelope("the user as it is to be")


class UserEnvelope2022(Model, title="UserEnvelope"):
    """The body that answers with one user, in 2022.09."""

    user: User2022 = envelope("the user")


class UserList2022(Model, title="UserList"):
    """The body of List Users, in 2022.09."""

    users: list[User2022] = envelope("a page of users")


class UserInput2024(UserInput2022, title="UserInput"):
    """A user in a request of 2024.05: no breaking change; two bounds of the base price were added."""

    base_price_per_watt_min: Number | None = seen(
        "The lowest base price that the user may set", unit=MONEY_PER_WATT, examples=[2.5], only="2024.05"
    )
    base_price_per_watt_max: Number | None = seen(
        "The highest base price that the user may set", unit=MONEY_PER_WATT, examples=[4.25], only="2024.05"
    )


class User2024(UserInput2024, UserAnswer, title="User"):
    """A user in an answer of 2024.05: no breaking change; two bounds of the base price were added."""


class UserRequest2024(Model, title="UserRequest"):
    """The body of Create, Invite and Update User in 2024.05; an update holds the fields to change."""

    user: UserInput2024 = envelope("the user as it is to be")


class UserEnvelope2024(Model, title="UserEnvelope"):
    """The body that answers with one user, in 2024.05."""

    user: User2024 = envelope("the user")


class UserList2024(Model, title="UserList"):
    """The body of List Users, in 2024.05."""

    users: list[User2024] = envelope("a page of users")
