"""Where the API is served: in production, and in the sandbox that integrations try things out in."""

PRODUCTION = "api.aurorasolar.com"
SANDBOX = "api-sandbox.aurorasolar.com"
HOSTS = frozenset({PRODUCTION, SANDBOX})


def is_sandbox(host: str | None, environment: str | None) -> bool:
    """Whether a request is for the sandbox: as the environment says, else by the host, which may name HTTPS's port."""
    if environment is not None:
        return environment == "sandbox"
    return host is not None and host.removesuffix(":443") == SANDBOX
