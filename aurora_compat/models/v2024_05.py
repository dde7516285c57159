"""The payloads of 2024.05, under the names that every version uses: those of 2022.09, and what changed since.

`PAYLOADS` tells which operation has which body, `ERRORS` what a 4xx says.
"""

from aurora_compat.models import (
    agreements,
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
from aurora_compat.models.designs import Milestone
from aurora_compat.models.payloads import Payloads, answers, requests
from aurora_compat.models.pricing import PricedComponent
from aurora_compat.models.projects import AddressComponents, Location, LocationInput
from aurora_compat.models.v2022_09 import (
    ERRORS,
    Adder,
    AdderEnvelope,
    AdderRequest,
    AdjacentArray,
    AgreementDownloadUrlJobEnvelope,
    AhjEnvelope,
    Asset,
    AssetEnvelope,
    AssetList,
    AutoDesigner,
    AutoDesignerJobEnvelope,
    AutoDesignerRequest,
    BillItem,
    ConsumptionProfileEnvelope,
    ConsumptionProfileRequest,
    CreateDesignInput,
    CreateDesignRequest,
    DuplicateDesignInput,
    DuplicateDesignRequest,
    EdgesLength,
    EnergyProduction,
    ErrorBody,
    ErrorMessage,
    FinancingItem,
    FinancingList,
    FlatFacePlacementOptions,
    Incentive,
    IncentiveValue,
    IrradianceAnalysisJobEnvelope,
    IrradianceConstraints,
    Job,
    ModuleEnvelope,
    ModuleList,
    OpenObject,
    PartnerList,
    PerformanceSimulationJobEnvelope,
    PlacementConstraints,
    PlacementOptions,
    ProposalEnvelope,
    ProposalPdfGenerationJobEnvelope,
    RackingArray,
    RackingArrayList,
    RackingModule,
    Role,
    RoleList,
    Shading,
    SolarAccess,
    SolarResourceFraction,
    SsoProviderEnvelope,
    TeamList,
    VersionList,
    WebProposalEnvelope,
)
from aurora_compat.models.v2022_09 import PAYLOADS as BEFORE
from aurora_compat.models.webhooks import WebhookFilter
from aurora_compat.words.frozen import FrozenMap
from aurora_compat.words.version import Version

VERSION = Version.of("2024.05")

Agreement = agreements.Agreement2024
AgreementEnvelope = agreements.AgreementEnvelope2024
AgreementList = agreements.AgreementList2024
DesignRequestInput = design_requests.DesignRequestInput2024
DesignRequest = design_requests.DesignRequest2024
DesignRequestRequest = design_requests.DesignRequestRequest2024
DesignRequestEnvelope = design_requests.DesignRequestEnvelope2024
DesignRequestList = design_requests.DesignRequestList2024
ArrayModule = design_summary.ArrayModule2024
ArrayMicroinverter = design_summary.ArrayMicroinverter2024
ArrayDcOptimizer = design_summary.ArrayDcOptimizer2024
SummaryArray = design_summary.SummaryArray2024
DesignSummary = design_summary.DesignSummary2024
DesignSummaryEnvelope = design_summary.DesignSummaryEnvelope2024
Design = designs.Design2024
DesignEnvelope = designs.DesignEnvelope2024
DesignList = designs.DesignList2024
DuplicatedDesign = designs.DuplicatedDesign2024
DuplicatedDesignEnvelope = designs.DuplicatedDesignEnvelope2024
Financing = financings.Financing2024
FinancingEnvelope = financings.FinancingEnvelope2024
Subcomponent = pricing.Subcomponent2024
BreakdownItem = pricing.BreakdownItem2024
PricingInput = pricing.PricingInput2024
Pricing = pricing.Pricing2024
PricingRequest = pricing.PricingRequest2024
PricingEnvelope = pricing.PricingEnvelope2024
ProjectInput = projects.ProjectInput2024
Project = projects.Project2024
ProjectRequest = projects.ProjectRequest2024
ProjectEnvelope = projects.ProjectEnvelope2024
ProjectList = projects.ProjectList2024
RoofFace = roof_summary.RoofFace2024
Roof = roof_summary.Roof2024
RoofSummary = roof_summary.RoofSummary2024
Tenant = tenants.Tenant2024
TenantEnvelope = tenants.TenantEnvelope2024
UserInput = users.UserInput2024
User = users.User2024
UserRequest = users.UserRequest2024
UserEnvelope = users.UserEnvelope2024
UserList = users.UserList2024
WebhookInput = webhooks.WebhookInput2024
Webhook = webhooks.Webhook2024
WebhookRequest = webhooks.WebhookRequest2024
WebhookEnvelope = webhooks.WebhookEnvelope2024
WebhookList = webhooks.WebhookList2024

PAYLOADS: Payloads = FrozenMap(
    {
        **BEFORE,
        **answers(TenantEnvelope, "retrieve_tenant"),
        **answers(UserList, "list_users"),
        **requests(UserRequest, "create_user", "invite_user", "update_user"),
        **answers(UserEnvelope, "create_user", "invite_user", "retrieve_user", "update_user"),
        **answers(ProjectList, "list_projects"),
        **requests(ProjectRequest, "create_project", "update_project"),
        **answers(ProjectEnvelope, "create_project", "retrieve_project", "update_project"),
        **answers(DesignList, "list_designs"),
        **answers(DesignEnvelope, "create_design", "retrieve_design"),
        **answers(DuplicatedDesignEnvelope, "duplicate_design"),
        **answers(DesignSummaryEnvelope, "retrieve_design_summary"),
        **answers(RoofSummary, "retrieve_roof_summary"),
        **requests(PricingRequest, "update_design_pricing"),
        **answers(PricingEnvelope, "retrieve_design_pricing", "update_design_pricing"),
        **answers(FinancingEnvelope, "retrieve_financing"),
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

__all__ = [
    "ERRORS",
    "PAYLOADS",
    "VERSION",
    "Adder",
    "AdderEnvelope",
    "AdderRequest",
    "AddressComponents",
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
    "DuplicateDesignInput",
    "DuplicateDesignRequest",
    "DuplicatedDesign",
    "DuplicatedDesignEnvelope",
    "EdgesLength",
    "EnergyProduction",
    "ErrorBody",
    "ErrorMessage",
    "Financing",
    "FinancingEnvelope",
    "FinancingItem",
    "FinancingList",
    "FlatFacePlacementOptions",
    "Incentive",
    "IncentiveValue",
    "IrradianceAnalysisJobEnvelope",
    "IrradianceConstraints",
    "Job",
    "Location",
    "LocationInput",
    "Milestone",
    "ModuleEnvelope",
    "ModuleList",
    "OpenObject",
    "PartnerList",
    "PerformanceSimulationJobEnvelope",
    "PlacementConstraints",
    "PlacementOptions",
    "PricedComponent",
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
    "WebhookFilter",
    "WebhookInput",
    "WebhookList",
    "WebhookRequest",
]
