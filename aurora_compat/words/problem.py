"""What a model does not accept of a payload."""

from aurora_compat.words.value import Value
from aurora_compat.words.version import Version


class Problem(Value):
    """One thing that a model does not accept.

    Attributes:
        pointer: JSON Pointer in the caller's version: the source of a request, the target of a response.
        message: what was expected; it does not repeat the value, which may be a secret.
        version: the version whose model found it.
    """

    pointer: str
    message: str
    version: Version
