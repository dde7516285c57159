"""Resources of which no more than the name is documented: open objects in the envelope that the API's habit gives."""

from typing import Any

from aurora_compat.models.base import Model, OpenObject, inferred

_HABIT = "the API's convention that an envelope is named after the resource"


def _envelope(what: str) -> Any:
    return inferred(f"The envelope of the body: {what}; its fields are not documented", source=_HABIT)


class VersionList(Model):
    """The body of Retrieve Versions."""

    versions: list[Any] | None = _envelope("the versions of the API")


class SsoProviderEnvelope(Model):
    """The body of Retrieve SSO Provider."""

    sso_provider: OpenObject | None = _envelope("how the tenant's users sign in")


class AhjEnvelope(Model):
    """The body of Retrieve AHJ."""

    ahj: OpenObject | None = _envelope("the authority having jurisdiction")


class ConsumptionProfileRequest(Model):
    """The body of Update Consumption Profile."""

    consumption_profile: OpenObject | None = _envelope("the consumption profile as it is to be")


class ConsumptionProfileEnvelope(Model):
    """The body that answers with a consumption profile; no version changed its `updated_at`."""

    consumption_profile: OpenObject | None = _envelope("the project's consumption profile")


class ProposalEnvelope(Model):
    """The body that answers with a proposal; no version changed its `updated_at`."""

    proposal: OpenObject | None = _envelope("the design's proposal")


class WebProposalEnvelope(Model):
    """The body that answers with a web proposal, or with a new address of one."""

    web_proposal: OpenObject | None = _envelope("the design's web proposal")


class ModuleEnvelope(Model):
    """The body of Retrieve Module."""

    module: OpenObject | None = _envelope("the module")


class ModuleList(Model):
    """The body of List Modules."""

    modules: list[OpenObject] | None = _envelope("a page of modules")
