"""Agreements: with `updated_at` to 2022.09, with `signing_provider` in 2024.05."""

from aurora_compat.models.base import Model, Time, Uuid, envelope, inferred, seen


class AgreementFields(Model):
    """What an agreement is, in every version."""

    id: Uuid = seen("The agreement's id", examples=["a94e0000-0000-4000-8000-000000000001"], required=True)
    project_id: Uuid | None = seen("Id of the project", examples=["12345343-5343-4345-3445-123456789012"])
    design_id: Uuid | None = seen("Id of the design", examples=["de510000-0000-4000-8000-000000000001"])
    agreement_template_name: str | None = seen(
        "The name of the template that it was made from", examples=["Residential purchase agreement"]
    )
    status: str | None = seen(
        "How far it is",
        known=["sent", "viewed", "signed", "cancel-pending", "canceled", "declined", "error"],
    )
    last_viewed_at: Time | None = seen("When it was last looked at", examples=["2024-03-22 18:44:10 UTC"])
    created_at: Time | None = seen("When it was created", examples=["2024-03-21 09:00:00 UTC"])
    sent_at: Time | None = seen("When it was sent", examples=["2024-03-21 09:00:05 UTC"])
    error_message: str | None = seen("What went wrong, where its status is error", examples=["something went wrong"])


class Agreement2018(AgreementFields, title="Agreement"):
    """An agreement of 2018.01 and 2022.09, with the `updated_at` that `agreement-updated-at` removed."""

    updated_at: Time | None = inferred(
        "When it was last changed",
        examples=["2024-03-22 18:51:37 UTC"],
        source="the change `agreement-updated-at`, which removed it",
    )


class AgreementEnvelope2018(Model, title="AgreementEnvelope"):
    """The body of Retrieve Agreement, to 2022.09."""

    agreement: Agreement2018 = envelope("the agreement")


class AgreementList2018(Model, title="AgreementList"):
    """The body of List Agreements, to 2022.09; the list itself is inferred from the API's convention."""

    agreements: list[Agreement2018] | None = inferred("The envelope of the body: a page of agreements")


class Agreement2024(AgreementFields, title="Agreement"):
    """An agreement of 2024.05: no `updated_at` (`agreement-updated-at`), and who signs it was added."""

    signing_provider: str | None = seen("Who has it signed", known=["docusign", "dropbox_sign"], only="2024.05")


class AgreementEnvelope2024(Model, title="AgreementEnvelope"):
    """The body of Retrieve Agreement, in 2024.05."""

    agreement: Agreement2024 = envelope("the agreement")


class AgreementList2024(Model, title="AgreementList"):
    """The body of List Agreements, in 2024.05; the list itself is inferred from the API's convention."""

    agreements: list[Agreement2024] | None = inferred("The envelope of the body: a page of agreements")
