"""Long jobs: run one, then ask for its status until it is done."""

from collections.abc import Mapping
from typing import NamedTuple

from aurora_compat.testing.server.core import Answer, Asked, Handler, answers
from aurora_compat.testing.server.refused import unknown, wrong
from aurora_compat.testing.server.tenant import Record, found
from aurora_compat.words.frozen import FrozenMap


class Kind(NamedTuple):
    """A kind of job: the resource that it is about, and what its path parameter is called."""

    of: str
    parameter: str


JOBS: Mapping[str, Kind] = FrozenMap(
    {
        "auto_designer": Kind("design", "design_id"),
        "performance_simulation": Kind("design", "design_id"),
        "irradiance_analysis": Kind("design", "design_id"),
        "proposal_pdf_generation": Kind("design", "design_id"),
        "agreement_download_url": Kind("agreement", "agreement_id"),
    }
)


def _run(name: str, kind: Kind) -> Handler:
    def run(asked: Asked) -> Answer:
        tenant, about = asked.tenant, _about(asked, kind)
        id_ = tenant.new_id("job")
        job: Record = {"job_id": id_, "kind": name, "about": about, "outcome": "succeeded", "left": tenant.polls}
        tenant.jobs[id_] = {**job, "request": asked.body}
        return 202, {f"{name}_job": {"job_id": id_, "status": "in-progress"}}

    return run


def _status(name: str, kind: Kind) -> Handler:
    def status(asked: Asked) -> Answer:
        about, id_ = _about(asked, kind), asked.query.get("job_id")
        if id_ is None:
            raise wrong("job_id", "is wanted in the query")
        job = found(asked.tenant.jobs, "job", id_)
        if (job["kind"], job["about"]) != (name, about):
            raise unknown("job", id_)
        waiting = job["left"] > 0
        job["left"] -= waiting
        told: Record = {"job_id": id_, "status": "in-progress" if waiting else job["outcome"]}
        if name == "agreement_download_url" and told["status"] == "succeeded":
            told["url"] = f"https://agreements.example.com/{about}.pdf"
        return 200, {f"{name}_job": told}

    return status


def _about(asked: Asked, kind: Kind) -> str:
    records = asked.tenant.designs if kind.of == "design" else asked.tenant.agreements
    about: str = found(records, kind.of, asked.params[kind.parameter])["id"]
    return about


for _name, _kind in JOBS.items():
    answers(f"run_{_name}")(_run(_name, _kind))
    answers(f"retrieve_{_name}_status")(_status(_name, _kind))
