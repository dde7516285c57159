"""Agreements no longer tell `updated_at`."""

from aurora_compat.change import Body, Change, Reading
from aurora_compat.edits import Remove, each_of

AGREEMENT_UPDATED_AT = Change(
    id="agreement-updated-at",
    summary="Agreements no longer tell `updated_at`.",
    published="updated_at is removed from the Agreement endpoints.",
    source="changelog of 2024.05",
    grade="A",
    bodies=(
        Body(
            ("list_agreements", "retrieve_agreement"),
            each_of("agreement", "agreements", Remove("updated_at")),
            parts=("response",),
        ),
    ),
    readings=(Reading("C", "Each item of List Agreements carried the field too."),),
)
