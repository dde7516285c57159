"""2022.09: role ids, one error format, AutoDesigner's options regrouped, URLs without `/v2`."""

from aurora_compat.aurora.v2022_09.authentication import HMAC_AUTHENTICATION
from aurora_compat.aurora.v2022_09.auto_designer import AUTODESIGNER_OPTIONS
from aurora_compat.aurora.v2022_09.design_summary import SYSTEM_SIZE
from aurora_compat.aurora.v2022_09.designs import CREATE_DESIGN_FROM_SITE_MODEL
from aurora_compat.aurora.v2022_09.errors import ERROR_FORMAT, NOT_FOUND_MESSAGE
from aurora_compat.aurora.v2022_09.financings import LIST_FINANCINGS_REDUCED
from aurora_compat.aurora.v2022_09.urls import ROOT_ENDPOINT, V2_PREFIX
from aurora_compat.aurora.v2022_09.users import USER_ROLES
from aurora_compat.change import Endpoint, Release
from aurora_compat.words.version import Version


def _without_prefix(path: str) -> str:
    return path.removeprefix("/v2")


RELEASE = Release(
    version=Version.of("2022.09"),
    after=Version.of("2018.01"),
    changes=(
        ROOT_ENDPOINT,
        V2_PREFIX,
        HMAC_AUTHENTICATION,
        USER_ROLES,
        ERROR_FORMAT,
        NOT_FOUND_MESSAGE,
        SYSTEM_SIZE,
        LIST_FINANCINGS_REDUCED,
        CREATE_DESIGN_FROM_SITE_MODEL,
        AUTODESIGNER_OPTIONS,
    ),
    endpoints=(
        Endpoint("duplicate_design", "POST", "/tenants/{tenant_id}/designs/{design_id}/duplicate", "doc, code"),
    ),
    removed=("retrieve_root",),
    paths=_without_prefix,
)
