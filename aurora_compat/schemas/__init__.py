"""The schemas of every version: JSON Schema 2020-12 of one payload, an OpenAPI 3.1 document of all."""

from aurora_compat.schemas.document import openapi
from aurora_compat.schemas.payloads import json_schema

__all__ = ["json_schema", "openapi"]
