"""Long jobs: run them, then ask for their status. No version changed them, and the envelopes are inferred."""

from aurora_compat.models.base import Model, Uuid, inferred

_JOB = "The envelope of the body: the job"


class Job(Model):
    """A job that was started."""

    job_id: Uuid | None = inferred(
        "The job's id, to ask for its status with", examples=["10b00000-0000-4000-8000-000000000001"]
    )
    status: str | None = inferred("How far it is", known=["in-progress", "succeeded", "failed"])


class AutoDesignerJobEnvelope(Model):
    """The body that answers with a run of AutoDesigner."""

    auto_designer_job: Job | None = inferred(_JOB)


class PerformanceSimulationJobEnvelope(Model):
    """The body that answers with a performance simulation."""

    performance_simulation_job: Job | None = inferred(_JOB)


class IrradianceAnalysisJobEnvelope(Model):
    """The body that answers with an irradiance analysis."""

    irradiance_analysis_job: Job | None = inferred(_JOB)


class ProposalPdfGenerationJobEnvelope(Model):
    """The body that answers with the generation of a proposal's PDF."""

    proposal_pdf_generation_job: Job | None = inferred(_JOB)


class AgreementDownloadUrlJobEnvelope(Model):
    """The body that answers with the making of an agreement's download address."""

    agreement_download_url_job: Job | None = inferred(_JOB)
