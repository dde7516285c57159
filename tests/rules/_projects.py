"""Where projects stand: the operations that the project changes name, and their envelopes."""

from ._check import DOWN, Json, NoteKey, missing

CASES = [
    *(("list_projects", "response"), ("create_project", "request"), ("create_project", "response")),
    *(("retrieve_project", "response"), ("update_project", "request"), ("update_project", "response")),
]


def wrapped(operation: str, *projects: Json) -> Json:
    """A body with one project, or in List Projects with all of them."""
    return {"projects": [*projects]} if operation == "list_projects" else {"project": projects[0]}


def at(operation: str, key: str = "") -> str:
    """Pointer to the (first) project, or to a key of it."""
    root = "/projects/0" if operation == "list_projects" else "/project"
    return f"{root}/{key}" if key else root


def beside(operation: str, part: str, direction: str) -> set[NoteKey]:
    """What `project-updated-at` says of every answer that goes down without an `updated_at`."""
    if part == "response" and direction == DOWN:
        return {missing("project-updated-at", at(operation, "updated_at"))}
    return set()
