"""The payloads of 2018.01, under the names that every version uses.

`PAYLOADS` tells which operation has which body, `ERRORS` what a 4xx says.
"""

from aurora_compat.models import (
    agreements,
    auto_designer,
    design_requests,
    design_summary,
    designs,
    financings,
    pricing,
    projects,
    roof_summary,
    tenants,
    users,
    webhooks,
)
from aurora_compat.models.assets import Asset, AssetEnvelope, AssetList
from aurora_compat.models.base import OpenObject
from aurora_compat.models.design_summary import BillItem, EnergyProduction, Shading, SolarAccess, SolarResourceFraction
from aurora_compat.models.designs import CreateDesignInput, CreateDesignRequest
from aurora_compat.models.financings import IncentiveValue
from aurora_compat.models.jobs import (
    AgreementDownloadUrlJobEnvelope,
    AutoDesignerJobEnvelope,
    IrradianceAnalysisJobEnvelope,
    Job,
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
from aurora_compat.models.payloads import UNCHANGED, Payloads, answers, requests
from aurora_compat.models.pricing import Adder, AdderEnvelope, AdderRequest, Incentive, LineItem
from aurora_compat.models.racking_arrays import AdjacentArray, RackingArray, RackingArrayList, RackingModule
from aurora_compat.models.roles import PartnerList, Role, RoleList, TeamList
from aurora_compat.models.roof_summary import EdgesLength
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.version import Version

VERSION = Version.of("2018.01")

Agreement = agreements.Agreement2018
AgreementEnvelope = agreements.AgreementEnvelope2018
AgreementList = agreements.AgreementList2018
PlacementOptions = auto_designer.PlacementOptions2018
AutoDesigner = auto_designer.AutoDesigner2018
AutoDesignerRequest = auto_designer.AutoDesignerRequest2018
DesignRequestInput = design_requests.DesignRequestInput2018
DesignRequest = design_requests.DesignRequest2018
DesignRequestRequest = design_requests.DesignRequestRequest2018
DesignRequestEnvelope = design_requests.DesignRequestEnvelope2018
DesignRequestList = design_requests.DesignRequestList2018
ArrayModule = design_summary.ArrayModule2018
ArrayMicroinverter = design_summary.ArrayMicroinverter2018
ArrayDcOptimizer = design_summary.ArrayDcOptimizer2018
SummaryArray = design_summary.SummaryArray2018
DesignSummary = design_summary.DesignSummary2018
DesignSummaryEnvelope = design_summary.DesignSummaryEnvelope2018
Design = designs.Design2018
DesignEnvelope = designs.DesignEnvelope2018
DesignList = designs.DesignList2018
FinancingList = financings.FinancingList2018
Financing = financings.Financing2018
FinancingEnvelope = financings.FinancingEnvelope2018
Subcomponent = pricing.Subcomponent2018
BreakdownItem = pricing.BreakdownItem2018
PricingInput = pricing.PricingInput2018
Pricing = pricing.Pricing2018
PricingRequest = pricing.PricingRequest2018
PricingEnvelope = pricing.PricingEnvelope2018
ProjectInput = projects.ProjectInput2018
Project = projects.Project2018
ProjectRequest = projects.ProjectRequest2018
ProjectEnvelope = projects.ProjectEnvelope2018
ProjectList = projects.ProjectList2018
RoofFace = roof_summary.RoofFace2018
Roof = roof_summary.Roof2018
RoofSummary = roof_summary.RoofSummary2018
Tenant = tenants.Tenant2018
TenantEnvelope = tenants.TenantEnvelope2018
UserInput = users.UserInput2018
User = users.User2018
UserRequest = users.UserRequest2018
UserEnvelope = users.UserEnvelope2018
UserList = users.UserList2018
WebhookInput = webhooks.WebhookInput2018
Webhook = webhooks.Webhook2018
WebhookRequest = webhooks.WebhookRequest2018
WebhookEnvelope = webhooks.WebhookEnvelope2018
WebhookList = webhooks.WebhookList2018

PAYLOADS: Payloads = FrozenMap(
    {
        **UNCHANGED,
        **answers(TenantEnvelope, "retrieve_tenant"),
        **answers(UserList, "list_users"),
        **requests(UserRequest, "create_user", "invite_user", "update_user"),
        **answers(UserEnvelope, "create_user", "invite_user", "retrieve_user", "update_user"),
        **answers(ProjectList, "list_projects"),
        **requests(ProjectRequest, "create_project", "update_project"),
        **answers(ProjectEnvelope, "create_project", "retrieve_project", "update_project"),
        **answers(DesignList, "list_designs"),
        **answers(DesignEnvelope, "create_design", "retrieve_design"),
        **answers(DesignSummaryEnvelope, "retrieve_design_summary"),
        **answers(RoofSummary, "retrieve_roof_summary"),
        **requests(PricingRequest, "update_design_pricing"),
        **answers(PricingEnvelope, "retrieve_design_pricing", "update_design_pricing"),
        **answers(FinancingList, "list_financings"),
        **answers(FinancingEnvelope, "retrieve_financing"),
        **requests(AutoDesignerRequest, "run_auto_designer"),
        **requests(DesignRequestRequest, "create_design_request"),
        **answers(DesignRequestEnvelope, "create_design_request", "retrieve_design_request", "accept_design_request"),
        **answers(DesignRequestList, "list_design_requests"),
        **answers(AgreementList, "list_agreements"),
        **answers(AgreementEnvelope, "retrieve_agreement"),
        **answers(WebhookList, "list_webhooks"),
        **requests(WebhookRequest, "create_webhook", "update_webhook"),
        **answers(WebhookEnvelope, "create_webhook", "retrieve_webhook", "update_webhook"),
    }
)
ERRORS = None
"""A 4xx had no one format (`error-format`)."""

__all__ = [
    "ERRORS",
    "PAYLOADS",
    "VERSION",
    "Adder",
    "AdderEnvelope",
    "AdderRequest",
    "AdjacentArray",
    "Agreement",
    "AgreementDownloadUrlJobEnvelope",
    "AgreementEnvelope",
    "AgreementList",
    "AhjEnvelope",
    "ArrayDcOptimizer",
    "ArrayMicroinverter",
    "ArrayModule",
    "Asset",
    "AssetEnvelope",
    "AssetList",
    "AutoDesigner",
    "AutoDesignerJobEnvelope",
    "AutoDesignerRequest",
    "BillItem",
    "BreakdownItem",
    "ConsumptionProfileEnvelope",
    "ConsumptionProfileRequest",
    "CreateDesignInput",
    "CreateDesignRequest",
    "Design",
    "DesignEnvelope",
    "DesignList",
    "DesignRequest",
    "DesignRequestEnvelope",
    "DesignRequestInput",
    "DesignRequestList",
    "DesignRequestRequest",
    "DesignSummary",
    "DesignSummaryEnvelope",
    "EdgesLength",
    "EnergyProduction",
    "Financing",
    "FinancingEnvelope",
    "FinancingList",
    "Incentive",
    "IncentiveValue",
    "IrradianceAnalysisJobEnvelope",
    "Job",
    "LineItem",
    "ModuleEnvelope",
    "ModuleList",
    "OpenObject",
    "PartnerList",
    "PerformanceSimulationJobEnvelope",
    "PlacementOptions",
    "Pricing",
    "PricingEnvelope",
    "PricingInput",
    "PricingRequest",
    "Project",
    "ProjectEnvelope",
    "ProjectInput",
    "ProjectList",
    "ProjectRequest",
    "ProposalEnvelope",
    "ProposalPdfGenerationJobEnvelope",
    "RackingArray",
    "RackingArrayList",
    "RackingModule",
    "Role",
    "RoleList",
    "Roof",
    "RoofFace",
    "RoofSummary",
    "Shading",
    "SolarAccess",
    "SolarResourceFraction",
    "SsoProviderEnvelope",
    "Subcomponent",
    "SummaryArray",
    "TeamList",
    "Tenant",
    "TenantEnvelope",
    "User",
    "UserEnvelope",
    "UserInput",
    "UserList",
    "UserRequest",
    "VersionList",
    "WebProposalEnvelope",
    "Webhook",
    "WebhookEnvelope",
    "WebhookInput",
    "WebhookList",
    "WebhookRequest",
]
