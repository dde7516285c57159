"""What the tests of whole messages share: what their callers know."""

from typing import Any, TypeAlias

import aurora_compat as ac
from aurora_compat.testing.wire import AURORA

Trip: TypeAlias = ac.MessageTranslation[Any]

CONTEXT = AURORA.contexts[0]
"""One that leaves as few requests to refuse as can be."""
