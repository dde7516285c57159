"""Which operation has which payload: how a version says it, and what no version changed."""

from typing import TypeAlias

from aurora_compat.models.assets import AssetEnvelope, AssetList
from aurora_compat.models.base import Model
from aurora_compat.models.designs import CreateDesignRequest
from aurora_compat.models.jobs import (
    AgreementDownloadUrlJobEnvelope,
    AutoDesignerJobEnvelope,
    IrradianceAnalysisJobEnvelope,
    PerformanceSimulationJobEnvelope,
    ProposalPdfGenerationJobEnvelope,
)
from aurora_compat.models.others import (
    AhjEnvelope,
    ConsumptionProfileEnvelope,
    ConsumptionProfileRequest,
    ModuleEnvelope,
    ModuleList,
    ProposalEnvelope,
    SsoProviderEnvelope,
    VersionList,
    WebProposalEnvelope,
)
from aurora_compat.models.pricing import AdderEnvelope, AdderRequest
from aurora_compat.models.racking_arrays import RackingArrayList
from aurora_compat.models.roles import PartnerList, RoleList, TeamList
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.operation import Part

Payloads: TypeAlias = FrozenMap[tuple[str, Part], type[Model]]
"""(operation, part) -> the model of its body; those without a body, or of which nothing is known, are not in it."""


def requests(model: type[Model], *operations: str) -> dict[tuple[str, Part], type[Model]]:
    """The requests of these operations have this body."""
    return {(operation, "request"): model for operation in operations}


def answers(model: type[Model], *operations: str) -> dict[tuple[str, Part], type[Model]]:
    """The 2xx answers of these operations have this body."""
    return {(operation, "response"): model for operation in operations}


UNCHANGED: Payloads = FrozenMap(
    {
        **answers(VersionList, "retrieve_versions"),
        **answers(RoleList, "list_roles"),
        **answers(TeamList, "list_teams"),
        **answers(PartnerList, "list_partners"),
        **answers(SsoProviderEnvelope, "retrieve_sso_provider"),
        **answers(AhjEnvelope, "retrieve_ahj"),
        **requests(ConsumptionProfileRequest, "update_consumption_profile"),
        **answers(ConsumptionProfileEnvelope, "retrieve_consumption_profile", "update_consumption_profile"),
        **requests(CreateDesignRequest, "create_design"),
        **answers(RackingArrayList, "list_racking_arrays"),
        **requests(AdderRequest, "create_adder"),
        **answers(AdderEnvelope, "create_adder"),
        **answers(AssetEnvelope, "retrieve_design_asset"),
        **answers(AssetList, "list_design_assets", "list_project_assets"),
        **answers(AutoDesignerJobEnvelope, "run_auto_designer", "retrieve_auto_designer_status"),
        **answers(
            PerformanceSimulationJobEnvelope, "run_performance_simulation", "retrieve_performance_simulation_status"
        ),
        **answers(IrradianceAnalysisJobEnvelope, "run_irradiance_analysis", "retrieve_irradiance_analysis_status"),
        **answers(
            ProposalPdfGenerationJobEnvelope, "run_proposal_pdf_generation", "retrieve_proposal_pdf_generation_status"
        ),
        **answers(
            AgreementDownloadUrlJobEnvelope, "run_agreement_download_url", "retrieve_agreement_download_url_status"
        ),
        **answers(ProposalEnvelope, "create_proposal", "retrieve_proposal"),
        **answers(WebProposalEnvelope, "retrieve_web_proposal", "generate_web_proposal_url"),
        **answers(ModuleEnvelope, "retrieve_module"),
        **answers(ModuleList, "list_modules"),
    }
)
"""What every version shares: a version's own payloads are laid over it."""
