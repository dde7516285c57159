"""A fake Aurora server for tests: any version, in this process, over a tenant in memory.

    fake = FakeAurora("2018.01")
    fake.call("create_project", {"project": {"name": "Roof", "address": "1 Sun Street"}}).json()
    other = FakeAurora("2024.05", tenant=fake.tenant)  # what the one was told, the other shows

The state is kept once, in the form of 2024.05; every version shows it by this library's own translation.
"""

from aurora_compat.testing.server.app import Call, FakeAurora
from aurora_compat.testing.server.sample import sample_tenant
from aurora_compat.testing.server.tenant import KEY, NOW, SECRET, TOKEN, Tenant

__all__ = ["KEY", "NOW", "SECRET", "TOKEN", "Call", "FakeAurora", "Tenant", "sample_tenant"]
