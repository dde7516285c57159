"""2024.05: the location of projects, prices instead of costs, modules instead of panels, lists of filters."""

from aurora_compat.aurora.v2024_05.agreements import AGREEMENT_UPDATED_AT
from aurora_compat.aurora.v2024_05.assets import DESIGN_ASSET_PATH
from aurora_compat.aurora.v2024_05.design_requests import NEARMAP_SPELLING, NEARMAP_TRUE_ORTHO
from aurora_compat.aurora.v2024_05.design_summary import SUMMARY_MANUFACTURER
from aurora_compat.aurora.v2024_05.financings import FINANCING_PRICE
from aurora_compat.aurora.v2024_05.pricing import PRICING
from aurora_compat.aurora.v2024_05.projects import (
    MAILING_ADDRESS,
    PREFERRED_SOLAR_MODULES,
    PROJECT_UPDATED_AT,
    PROPERTY_LOCATION,
)
from aurora_compat.aurora.v2024_05.racking_arrays import MODULE_SPACING
from aurora_compat.aurora.v2024_05.roof_summary import ROOF_MODULES
from aurora_compat.aurora.v2024_05.tenants import TENANT_USER_IDS
from aurora_compat.aurora.v2024_05.version_header import VERSION_HEADER
from aurora_compat.aurora.v2024_05.webhooks import WEBHOOK_ENABLED, WEBHOOK_FILTERS
from aurora_compat.change import Release
from aurora_compat.words.version import Version

RELEASE = Release(
    version=Version.of("2024.05"),
    after=Version.of("2022.09"),
    changes=(
        VERSION_HEADER,
        TENANT_USER_IDS,
        PREFERRED_SOLAR_MODULES,
        MAILING_ADDRESS,
        PROPERTY_LOCATION,
        PROJECT_UPDATED_AT,
        AGREEMENT_UPDATED_AT,
        NEARMAP_TRUE_ORTHO,
        NEARMAP_SPELLING,
        SUMMARY_MANUFACTURER,
        ROOF_MODULES,
        MODULE_SPACING,
        DESIGN_ASSET_PATH,
        PRICING,
        FINANCING_PRICE,
        WEBHOOK_ENABLED,
        WEBHOOK_FILTERS,
    ),
    paths={"retrieve_design_asset": "/tenants/{tenant_id}/designs/{design_id}/assets/{asset_id}"},
)
