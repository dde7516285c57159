"""What a 4xx says from 2022.09 on (`error-format`); 2018.01 had no one format, so it has no model."""

from aurora_compat.models.base import Model, seen


class ErrorMessage(Model):
    """One thing that is wrong."""

    message: str = seen(
        "A sentence for people: opaque, never to be matched on", examples=["something went wrong"], required=True
    )


class ErrorBody(Model):
    """The body of every answer with status 400 to 499."""

    errors: list[ErrorMessage] = seen("What is wrong", required=True)
