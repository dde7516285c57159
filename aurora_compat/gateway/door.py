"""What stands before an application that serves one version: who comes in, in which version, with whose credential."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeAlias

from aurora_compat import hmac_auth
from aurora_compat.aurora.signature import PARAMETERS
from aurora_compat.detection import Detected
from aurora_compat.gateway.talk import Steps
from aurora_compat.gateway.terms import Settings, Terms
from aurora_compat.words.error import AuroraCompatError
from aurora_compat.words.message import Request, Response
from aurora_compat.words.version import Version

Spoken: TypeAlias = Version | str | Detected
Answers: TypeAlias = Spoken | Callable[[Request], Spoken]
"""The version that callers speak, or a function of the head of a request that tells it, such as `detect_version`."""


class Door:
    """The part of the middlewares that is neither ASGI nor WSGI.

    `Context.bearer_token` is a gateway's own credential. It is sent for a caller that proves who it is by a signature
    of 2018.01, and for nobody else: where the signature does not hold, or no `secrets` are there to check it by, the
    request is refused with 401.

    Args:
        serves: the version that the application speaks.
        answers: the version that its callers speak, or a function that tells it of each.
        secrets: key id -> secret of signed requests, as `hmac_auth.verify` takes them.
        settings: see `Settings`.

    Raises:
        UnknownVersion: `serves`, or a fixed version that `answers` names, is none.
    """

    def __init__(
        self, *, serves: Version | str, answers: Answers, secrets: hmac_auth.Secrets | None, settings: Settings
    ) -> None:
        self._terms = Terms(server=serves, **settings)
        self._answers = answers if callable(answers) else self._version(answers)
        self._secrets = secrets

    @property
    def limit(self) -> int:
        """The largest body that is read."""
        return self._terms.limits.body

    def client(self, head: Request) -> Version | None:
        """The version that a caller speaks, None where it is the application's own and there is nothing to do.

        Raises:
            UnknownVersion: the function that tells it named one that is none.
        """
        found = self._version(self._answers(head)) if callable(self._answers) else self._answers
        return None if found == self._terms.server else found

    def steps(self, request: Request, client: Version, came: Request) -> Steps:
        """The talk of one request; `came` is the same with the whole path, as its signature has it."""
        known = self._terms.known(request)
        try:
            entrusted = known.bearer_token is None or self._is_vouched_for(came)
        except hmac_auth.InvalidSignature as error:
            return self.refusal(request, client, error)
        return (yield from self._terms.steps(request, client, known, entrusted=entrusted))

    def refusal(self, request: Request, client: Version, error: AuroraCompatError) -> Response:
        """The answer to a request that does not get as far as a talk."""
        return self._terms.exchange(request, client).refusal(error)

    def too_large(self) -> Response:
        """The answer to a request whose body is over the limit: the rest of it is not read."""
        told = f"the body is larger than the limit of {self.limit:,} bytes; send less at once"
        body = json.dumps({"errors": [{"message": told}]}).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        return Response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers, body)

    def _is_vouched_for(self, request: Request) -> bool:
        """Whether the caller has earned the gateway's token.

        Raises:
            InvalidSignature: the request is signed, and the signature does not hold.
        """
        if self._secrets is None or not any(request.query.all(name) for name in PARAMETERS):
            return False
        hmac_auth.verify(request, self._secrets)
        return True

    def _version(self, spoken: Spoken) -> Version:
        return spoken.version if isinstance(spoken, Detected) else self._terms.version(spoken)


def declared(request: Request) -> int:
    """The length of a body as its head tells it; 0 where it tells none, or none that is a number."""
    length = request.headers.get("content-length", "")
    return int(length) if length and length.isascii() and length.isdigit() and len(length) < 20 else 0
