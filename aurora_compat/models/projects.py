"""Projects: flat to 2022.09, with a `location` from 2024.05 on."""

from aurora_compat.models.base import DEGREES, Model, Number, Time, Uuid, envelope, inferred, seen

_NULL = "2024.05 rejects null for it in a request; the model and the translation keep it"
_UUID = "9a470000-0000-4000-8000-000000000001"


class ProjectFields(Model):
    """What a project is given, in every version."""

    external_provider_id: str | None = seen("The project's id in another system", examples=["crm-1001"])
    name: str | None = seen("The project's name", examples=["Example Street rooftop"])
    customer_salutation: str | None = seen(f"The customer's title, at most 255 characters. {_NULL}", examples=["Mx."])
    customer_first_name: str | None = seen(
        f"The customer's first name, at most 255 characters. {_NULL}", examples=["Casey"]
    )
    customer_last_name: str | None = seen(
        f"The customer's last name, at most 255 characters. {_NULL}", examples=["Example"]
    )
    customer_email: str | None = seen(
        f"The customer's e-mail address, at most 255 characters. {_NULL}", examples=["casey.example@example.com"]
    )
    customer_phone: str | None = seen(
        f"The customer's telephone number, at most 255 characters. {_NULL}", examples=["+1-555-0120"]
    )
    project_type: str | None = seen("The kind of property", known=["residential", "commercial"])
    owner_id: Uuid | None = seen("Id of the user who owns the project", examples=[_UUID])
    team_id: Uuid | None = seen("Id of the team that the project belongs to", examples=[_UUID])
    partner_id: Uuid | None = seen("Id of the partner that the project belongs to", examples=[_UUID])
    status: str | None = seen("A label of the tenant's own: any text", examples=["Remote Assessment Completed"])
    tags: list[str] | None = seen("Labels", examples=[["south-facing", "battery"]])


class ProjectAnswer(Model):
    """What only the server says of a project, in every version."""

    id: Uuid = seen("The project's id", examples=["12345343-5343-4345-3445-123456789012"], required=True)
    created_at: Time | None = seen("When the project was created", examples=["2024-03-05 16:20:11 UTC"])


class ProjectInput2018(ProjectFields, title="ProjectInput"):
    """A project in a request of 2018.01 and 2022.09: the property and its coordinates are flat at the top.

    Create Project wants the address or both coordinates. 2024.05 differs by `mailing-address`,
    `preferred-solar-modules` and `property-location`.
    """

    customer_address: str | None = seen(
        "The customer's mailing address", examples=["PO Box 12, Sampleville, CA 90000, USA"]
    )
    address: str | None = seen(
        "The address of the property", examples=["120 Example Street, Sampleville, CA 90000, USA"]
    )
    latitude: Number | None = seen("Latitude of the property", unit=DEGREES, examples=[36.1201])
    longitude: Number | None = seen("Longitude of the property", unit=DEGREES, examples=[-119.5502])
    preferred_solar_panels: list[Uuid] | None = seen("Ids of the modules to design with", examples=[[_UUID]])


class Project2018(ProjectInput2018, ProjectAnswer, title="Project"):
    """A project in an answer of 2018.01 and 2022.09, with the `updated_at` that `project-updated-at` removed."""

    updated_at: Time | None = inferred(
        "When the project was last changed",
        examples=["2024-03-18 09:41:52 UTC"],
        source="the change `project-updated-at`, which removed it",
    )


class ProjectRequest2018(Model, title="ProjectRequest"):
    """The body of Create and Update Project to 2022.09; an update holds the fields to change."""

    project: ProjectInput2018 = envelope("the project as it is to be")


class ProjectEnvelope2018(Model, title="ProjectEnvelope"):
    """The body that answers with one project, to 2022.09."""

    project: Project2018 = envelope("the project")


class ProjectList2018(Model, title="ProjectList"):
    """The body of List Projects, to 2022.09."""

    projects: list[Project2018] = envelope("a page of projects")


class AddressComponents(Model):
    """The parts of a property's address, as answers tell them from 2024.05 on."""

    street_address: str | None = seen("Street and number", examples=["120 Example Street"])
    city: str | None = seen("City", examples=["Sampleville"])
    region: str | None = seen("State or region", examples=["CA"])
    postal_code: str | None = seen("Postal code", examples=["90000"])
    country: str | None = seen("Country", examples=["USA"])


class LocationInput(Model):
    """Where the property of a project is, in a request (`property-location`)."""

    property_address: str | None = seen(
        "The address of the property", examples=["120 Example Street, Sampleville, CA 90000, USA"]
    )
    latitude: Number | None = seen("Latitude of the property", unit=DEGREES, examples=[36.1201])
    longitude: Number | None = seen("Longitude of the property", unit=DEGREES, examples=[-119.5502])


class Location(LocationInput):
    """Where the property of a project is, in an answer (`property-location`)."""

    property_address_components: AddressComponents | None = seen("The address in its parts", only="2024.05")


class ProjectCustomer2024(ProjectFields):
    """What 2024.05 renamed: `mailing-address` and `preferred-solar-modules`."""

    mailing_address: str | None = seen(
        "The customer's mailing address", examples=["PO Box 12, Sampleville, CA 90000, USA"]
    )
    preferred_solar_modules: list[Uuid] | None = seen("Ids of the modules to design with", examples=[[_UUID]])


class ProjectInput2024(ProjectCustomer2024, title="ProjectInput"):
    """A project in a request of 2024.05: the property is in `location`.

    Create Project wants the address or both coordinates. Changes: `mailing-address`, `preferred-solar-modules`,
    `property-location`.
    """

    location: LocationInput | None = seen("Where the property is")


class Project2024(ProjectCustomer2024, ProjectAnswer, title="Project"):
    """A project in an answer of 2024.05: the changes of the request, and no `updated_at` (`project-updated-at`)."""

    location: Location | None = seen("Where the property is")
    created_from_lead_id: Uuid | None = seen("Id of the lead that the project came from", only="2024.05")
    order_id: Uuid | None = seen("Id of the project's order", only="2024.05")
    ahj_id: Uuid | None = seen("Id of the authority having jurisdiction", only="2024.05")


class ProjectRequest2024(Model, title="ProjectRequest"):
    """The body of Create and Update Project in 2024.05; an update holds the fields to change."""

    project: ProjectInput2024 = envelope("the project as it is to be")


class ProjectEnvelope2024(Model, title="ProjectEnvelope"):
    """The body that answers with one project, in 2024.05."""

    project: Project2024 = envelope("the project")


class ProjectList2024(Model, title="ProjectList"):
    """The body of List Projects, in 2024.05."""

    projects: list[Project2024] = envelope("a page of projects")
