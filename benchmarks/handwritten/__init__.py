"""The floor: what a translation costs as code that is written by hand for one operation, direction and hop.

Copy-on-write dict code, as fast as we could make it: no registry, no notes, no residues, no context. It does what valid
documents need and refuses the requests that the library refuses, nothing beyond: bodies that hold both spellings of a
key, or speak the target version already, are not its business. `tests/benchmarks` proves that it equals the plan on
every golden document. Whoever knows faster code should send it: the ratios are only as honest as this folder.
"""

from benchmarks.handwritten import auto_designer, design_summary, pricing, projects, webhooks
from benchmarks.handwritten.base import Floor, Key, Refused

FLOORS: dict[Key, Floor] = {
    key: floor
    for resource in (projects, webhooks, auto_designer, design_summary, pricing)
    for key, floor in resource.FLOORS.items()
}
"""By operation, part, source and target; where a walk is not here, the document stays as it is."""

__all__ = ["FLOORS", "Floor", "Key", "Refused"]
