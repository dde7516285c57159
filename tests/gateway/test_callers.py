"""Which version a caller is taken to speak."""

import asyncio

import pytest

import aurora_compat as ac
from aurora_compat.gateway.proxy.conversation import Conversation
from aurora_compat.gateway.proxy.service import Service
from aurora_compat.gateway.proxy.settings import Settings

SANDBOX, PRODUCTION = "https://api-sandbox.aurorasolar.com", "https://api.aurorasolar.com"


def spoken(request: ac.Request, **settings: object) -> str:
    async def ask() -> str:
        given = {"server": "2024.05", "learned": "memory:", **settings}
        service = await Service.opened(Settings.read(None, {}, given))
        try:
            talk = service.conversation(request)
            assert isinstance(talk, Conversation)
            return str(talk.client)
        finally:
            await service.close()

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("upstream", "environment", "version"),
    [
        (SANDBOX, None, "2022.09"),
        (PRODUCTION, None, "2024.05"),
        (PRODUCTION, "sandbox", "2022.09"),
        (SANDBOX, "production", "2024.05"),
    ],
)
def test_a_header_names_it_in_the_sandbox_whatever_host_the_caller_named(
    upstream: str, environment: str | None, version: str
) -> None:
    headers = [("host", "gateway.example"), ("aurora-api-version", "2022.09")]
    settings = {"upstream": upstream} | ({"environment": environment} if environment else {})
    assert spoken(ac.Request("GET", "/tenants/t-1", headers=headers), **settings) == version


def test_the_path_tells_before_the_header_and_a_setting_before_both() -> None:
    request = ac.Request("GET", "/v2/tenants/t-1", headers=[("aurora-api-version", "2022.09")])
    assert spoken(request, upstream=SANDBOX) == "2018.01"
    assert spoken(request, upstream=SANDBOX, client="2024.05") == "2024.05"
