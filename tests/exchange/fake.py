"""A tenant's server in memory, of any of the three versions; it knows nothing of the library that is tested.

It keeps every resource in a form of its own, writes it as its version does, and reads nothing else: a key, a query
parameter, a path or a credential of another version is refused (422, 404, 401), so that a forgotten translation shows.
"""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import aurora_compat as ac

Json: TypeAlias = Any

T = "tenant-1"
TOKEN = "neutral-token-1"
TEAM, ADMIN = "role-team", "role-admin"
SIGNED = ("AuroraKey", "Timestamp", "Signature")
FIXED = "2024-06-01 10:00:00 UTC"


class Refused(Exception):
    """What the server answers with 4xx."""

    def __init__(self, status: int, *messages: str) -> None:
        super().__init__(*messages)
        self.status = status
        self.messages = messages


class Fake:
    """A server of one version: call it with a request, it gives the response.

    Attributes:
        version: the version it speaks.
        seen: every request, in order.
        filler: roles and users beyond the first few, so that lists have pages.
    """

    def __init__(self, version: str, filler: int = 0) -> None:
        self.version = version
        self.old = version == "2018.01"
        self.new = version == "2024.05"
        self.seen: list[ac.Request] = []
        self.count = 0
        self.roles = [{"id": f"role-{n}", "name": f"Role {n}"} for n in range(filler)]
        self.roles += [{"id": TEAM, "name": "Team Member"}, {"id": ADMIN, "name": "Admin"}]
        self.users = {f"user-f{n}": _user(f"user-f{n}", TEAM) for n in range(filler)}
        self.users |= {"user-1": _user("user-1", TEAM), "user-2": _user("user-2", ADMIN)}
        self.projects: dict[str, dict[str, Json]] = {"project-1": _project()}
        self.designs = {"design-1": {"id": "design-1", "project_id": "project-1", "name": "First", "created_at": FIXED}}
        self.webhooks: dict[str, dict[str, Json]] = {"webhook-1": _webhook()}
        self.pricing = {"method": "flat", "flat": 21000, "per_watt": None}
        self.jobs: list[Json] = []

    # The wire.

    def __call__(self, request: ac.Request) -> ac.Response:
        """Answer a request."""
        self.seen.append(request)
        try:
            status, body = self._answered(request)
        except Refused as refused:
            status, body = refused.status, self._error(refused.messages)
        headers = [("X-Request-Id", str(len(self.seen)))]
        if body is None:
            return ac.Response(status, headers)
        content = json.dumps(body).encode()
        headers.append(("Content-Type", "application/json; charset=utf-8"))
        if "gzip" in (request.headers.get("accept-encoding") or ""):
            content = gzip.compress(content, mtime=0)
            headers.append(("Content-Encoding", "gzip"))
        headers += [("Content-Length", str(len(content))), ("ETag", '"1"')]
        if status == 200 and request.method == "POST":
            headers.append(("Location", ("/v2" if self.old else "") + f"/tenants/{T}/made/{self.count}"))
        return ac.Response(status, headers, content)

    def _error(self, messages: tuple[str, ...]) -> Json:
        return {"error": ", ".join(messages)} if self.old else {"errors": [{"message": text} for text in messages]}

    def _answered(self, request: ac.Request) -> tuple[int, Json]:
        path, query = request.path[len(request.origin) :], dict(request.query)
        if len(query) != len(request.query):
            raise Refused(422, "a parameter is repeated")
        self._authenticated(request, query)
        if self.new and request.headers.get("aurora-api-version"):
            raise Refused(400, "Aurora-API-Version is unknown")
        if self.old != path.startswith("/v2/"):
            raise Refused(404, "no such path")
        path = path.removeprefix("/v2")
        body = self._body(request)
        for method, pattern, answer in self._routes():
            match = re.fullmatch(f"/tenants/{T}" + re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", pattern), path)
            if match is not None and method == request.method:
                return answer(body, query, **match.groupdict())
        raise Refused(404, "no such path")

    def _authenticated(self, request: ac.Request, query: dict[str, str]) -> None:
        signed = [query.pop(name, None) for name in SIGNED] if self.old else [None]
        if request.headers.all("authorization") == (f"Bearer {TOKEN}",) or all(signed):
            return
        raise Refused(401, "no credential")

    def _body(self, request: ac.Request) -> Json:
        if not request.body:
            return None
        if request.headers.get("content-length") not in {None, str(len(request.body))}:
            raise Refused(400, "Content-Length is wrong")
        if request.headers.get("content-type") != "application/json":
            raise Refused(415, "JSON is wanted")
        return json.loads(request.body)

    def _routes(self) -> Iterator[tuple[str, str, Callable[..., tuple[int, Json]]]]:
        yield "GET", "", self._tenant
        yield "GET", "/roles", self._list_roles
        yield "GET", "/users", self._list_users
        yield "POST", "/users", self._create_user
        yield "POST", "/users/invite", self._create_user
        yield "GET", "/users/<id_>", self._get_user
        yield "PUT", "/users/<id_>", self._update_user
        yield "PUT", "/users/<id_>/activate", self._nothing
        yield "GET", "/projects", self._list_projects
        yield "POST", "/projects", self._create_project
        yield "GET", "/projects/<id_>", self._get_project
        yield "PUT", "/projects/<id_>", self._update_project
        yield "DELETE", "/projects/<id_>", self._delete_project
        yield "GET", "/projects/<id_>/designs", self._list_designs
        yield "POST", "/designs", self._create_design
        yield "GET", "/designs/<id_>", self._get_design
        if not self.old:
            yield "POST", "/designs/<id_>/duplicate", self._duplicate_design
        yield "GET", "/designs/<id_>/pricing", self._get_pricing
        yield "PUT", "/designs/<id_>/pricing", self._update_pricing
        yield "GET", "/designs/<id_>/financings", self._list_financings
        yield "GET", "/designs/<id_>/financings/<financing>", self._get_financing
        yield "GET", "/designs/<id_>/assets", self._list_assets
        yield "GET", "/projects/<id_>/assets", self._list_assets
        yield "GET", "/designs/<id_>/assets/<asset>" if self.new else "/assets/<asset>", self._get_asset
        yield "GET", "/designs/<id_>/racking_arrays", self._racking_arrays
        yield "GET", "/designs/<id_>/roof_summary", self._roof_summary
        yield "GET", "/designs/<id_>/summary", self._summary
        yield "POST", "/designs/<id_>/auto_designer/run", self._run_auto_designer
        yield "GET", "/webhooks", self._list_webhooks
        yield "POST", "/webhooks", self._create_webhook
        yield "GET", "/webhooks/<id_>", self._get_webhook
        yield "PUT", "/webhooks/<id_>", self._update_webhook
        yield "DELETE", "/webhooks/<id_>", self._delete_webhook
        yield "GET", "/agreements/<id_>", self._get_agreement

    # Tenant, roles, users.

    def _tenant(self, body: Json, query: dict[str, str]) -> tuple[int, Json]:
        _only(query)
        tenant: dict[str, Json] = {"id": T, "name": "Solar Example"}
        return 200, {"tenant": tenant if self.new else {**tenant, "user_ids": list(self.users)}}

    def _list_roles(self, body: Json, query: dict[str, str]) -> tuple[int, Json]:
        return 200, {"roles": _page(self.roles, query)}

    def _list_users(self, body: Json, query: dict[str, str]) -> tuple[int, Json]:
        return 200, {"users": _page([self._user(user) for user in self.users.values()], query)}

    def _user(self, user: dict[str, Json]) -> Json:
        written = {key: value for key, value in user.items() if key != "role"}
        if not self.old:
            return {**written, "role_id": user["role"]}
        return {**written, "user_level": next(role["name"] for role in self.roles if role["id"] == user["role"])}

    def _read_user(self, body: Json, query: dict[str, str]) -> dict[str, Json]:
        _only(query)
        role = "user_level" if self.old else "role_id"
        user = _inside(body, "user", "first_name", "last_name", "email", role)
        if role in user:
            key = "name" if self.old else "id"
            found = [one["id"] for one in self.roles if one[key] == user[role]]
            if not found:
                raise Refused(422, f"{role} is no role")
            user = {**{name: value for name, value in user.items() if name != role}, "role": found[0]}
        return user

    def _create_user(self, body: Json, query: dict[str, str]) -> tuple[int, Json]:
        id_ = self._id("user")
        self.users[id_] = {**_user(id_, TEAM), **self._read_user(body, query)}
        return 200, {"user": self._user(self.users[id_])}

    def _get_user(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        return 200, {"user": self._user(self._found(self.users, "user", id_))}

    def _update_user(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        self._found(self.users, "user", id_).update(self._read_user(body, query))
        return self._get_user(None, {}, id_)

    def _nothing(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        return 204, None

    # Projects.

    _COMMON = ("name", "customer_first_name", "customer_last_name", "project_type", "status", "tags")

    def _project(self, project: dict[str, Json]) -> Json:
        written = {key: project[key] for key in ("id", *self._COMMON, "created_at") if key in project}
        place = {key: project[key] for key in ("latitude", "longitude")}
        if self.new:
            return {
                **written,
                "mailing_address": project["mailing"],
                "preferred_solar_modules": project["modules"],
                "location": {"property_address": project["address"], **place},
            }
        old = {"customer_address": project["mailing"], "preferred_solar_panels": project["modules"]}
        return {**written, **old, "address": project["address"], **place, "updated_at": FIXED}

    def _read_project(self, body: Json, query: dict[str, str]) -> dict[str, Json]:
        """A location given in part loses the rest: the worst that a server could do."""
        _only(query)
        mailing, modules = ("mailing_address", "preferred_solar_modules")
        where: tuple[str, ...] = ("location",)
        if not self.new:
            mailing, modules, where = "customer_address", "preferred_solar_panels", ()
        flat = () if self.new else ("address", "latitude", "longitude")
        given = _inside(body, "project", *self._COMMON, mailing, modules, *where, *flat)
        project = {key: given[key] for key in (*self._COMMON, *flat) if key in given}
        if self.new and "location" in given:
            place = _inside(given, "location", "property_address", "latitude", "longitude")
            project |= {"address": place.get("property_address")}
            project |= {key: place.get(key) for key in ("latitude", "longitude")}
        renamed = {"mailing": mailing, "modules": modules}
        return project | {mine: given[theirs] for mine, theirs in renamed.items() if theirs in given}

    def _list_projects(self, body: Json, query: dict[str, str]) -> tuple[int, Json]:
        return 200, {"projects": _page([self._project(project) for project in self.projects.values()], query)}

    def _create_project(self, body: Json, query: dict[str, str]) -> tuple[int, Json]:
        given = self._read_project(body, query)
        if not (given.get("address") or (given.get("latitude") and given.get("longitude"))):
            raise Refused(422, "the address or both coordinates are wanted")
        id_ = self._id("project")
        blank: dict[str, Json] = {"mailing": None, "modules": [], "address": None, "latitude": None, "longitude": None}
        self.projects[id_] = {"id": id_, "created_at": FIXED, **blank, **given}
        return 200, {"project": self._project(self.projects[id_])}

    def _get_project(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        return 200, {"project": self._project(self._found(self.projects, "project", id_))}

    def _update_project(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        self._found(self.projects, "project", id_).update(self._read_project(body, query))
        return self._get_project(None, {}, id_)

    def _delete_project(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        self._found(self.projects, "project", id_)
        del self.projects[id_]
        return 204, None

    # Designs.

    def _list_designs(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        return 200, {"designs": _page([one for one in self.designs.values() if one["project_id"] == id_], query)}

    def _get_design(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        return 200, {"design": self._found(self.designs, "design", id_)}

    def _create_design(self, body: Json, query: dict[str, str]) -> tuple[int, Json]:
        _only(query, *(("site_model_design_id", "include_design") if self.old else ()))
        given = _inside(body, "design", "project_id", "name", "external_provider_id")
        if "project_id" not in given:
            raise Refused(422, "project_id is wanted")
        original = query.get("site_model_design_id")
        if original and self._found(self.designs, "design", original)["project_id"] != given["project_id"]:
            raise Refused(422, "the design is in another project")
        return self._made_design(given)

    def _duplicate_design(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        _only(query)
        original = self._found(self.designs, "design", id_)
        given = _inside(body, "design", "name", "external_provider_id") if body is not None else {}
        return self._made_design({**given, "project_id": original["project_id"]})

    def _made_design(self, given: dict[str, Json]) -> tuple[int, Json]:
        id_ = self._id("design")
        self.designs[id_] = {"id": id_, "created_at": FIXED, "name": "Copy", **given}
        return 200, {"design": self.designs[id_]}

    # Pricing, financings.

    def _word(self, text: str) -> str:
        return text if self.new else text.replace("price", "cost")

    def _pricing(self) -> Json:
        price, mode = self._word("price"), "pricing_method" if self.new else "pricing_mode"
        names = {"flat": f"flat system {price}", "per_watt": "price per watt"}
        kinds = ("starting_price", "base_price", "adders", "discounts") if self.new else _OLD_KINDS
        steps = [
            {"item_type": kind, f"item_{price}": 100 * n, f"cumulative_{price}": 21000 + n, "subcomponents": []}
            for n, kind in enumerate((*kinds, "incentives"))
        ]
        steps[2]["subcomponents"] = [{"adder_name": "Cost of permits", "quantity": None, f"item_{price}": 250}]
        part = {"component_type": "modules", "name": "Module A", "quantity": 12, price: 4800.5}
        return {
            mode: names[str(self.pricing["method"])],
            "price_per_watt": self.pricing["per_watt"],
            f"flat_system_{price}": self.pricing["flat"],
            f"system_{price}": 21000.5,
            f"system_{price}_breakdown": steps,
            "pricing_by_component" if self.new else "line_items": [part],
            "adders": [{"id": "adder-1", "adder_name": "Cost of permits", "adder_value": 250, "is_discount": False}],
            "incentives": [{"name": "Tax credit", "cost": 30}],
        }

    def _get_pricing(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        _only(query)
        self._found(self.designs, "design", id_)
        return 200, {"pricing": self._pricing()}

    def _update_pricing(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        flat, method = self._word("flat_system_price"), "pricing_method" if self.new else "pricing_mode"
        given = _inside(body, "pricing", flat, "price_per_watt", method)
        methods = {self._word("flat system price"): "flat", "price per watt": "per_watt"}
        if given.get(method) not in {None, *methods}:
            raise Refused(422, f"{method} is unknown")
        self.pricing["method"] = methods[given[method]] if method in given else self.pricing["method"]
        self.pricing["flat"] = given.get(flat, self.pricing["flat"])
        self.pricing["per_watt"] = given.get("price_per_watt", self.pricing["per_watt"])
        return self._get_pricing(None, query, id_)

    def _financing(self, id_: str) -> dict[str, Json]:
        price = self._word("price")
        return {
            "id": id_,
            "name": f"Offer {id_}",
            "selected_in_sales_mode": id_ == "financing-1",
            "financing_option": "cash",
            "design_id": "design-1",
            f"system_{price}": 21000,
            f"inverter_{price}_per_watt": 0.25,
            "lifetime_savings": 31000,
            "year1_avoided_cost": [1, 2, 3],
        }

    def _list_financings(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        items = [self._financing(name) for name in ("financing-1", "financing-2")]
        return 200, {"financings": _page(items if self.old else [_few(item) for item in items], query)}

    def _get_financing(self, body: Json, query: dict[str, str], id_: str, financing: str) -> tuple[int, Json]:
        if financing not in {"financing-1", "financing-2"}:
            raise Refused(404, f"The financing with id {financing} could not be found")
        return 200, {"financing": self._financing(financing)}

    # What belongs to a design.

    def _list_assets(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        return 200, {"assets": _page([_ASSET] if id_ in {"design-1", "project-1"} else [], query)}

    def _get_asset(self, body: Json, query: dict[str, str], asset: str, id_: str = "design-1") -> tuple[int, Json]:
        if (asset, id_) != ("asset-1", "design-1"):
            raise Refused(404, f"The asset with id {asset} could not be found")
        return 200, {"asset": _ASSET}

    def _racking_arrays(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        """The spacing that it took is told, so that a silently different default shows."""
        name, default = ("max_module_spacing", "0.026") if self.new else ("max_panel_spacing", "0.01")
        _only(query, name)
        return 200, {"racking_arrays": [{"rows": 2, "columns": 3, "spacing": float(query.get(name, default))}]}

    def _roof_summary(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        key = "modules" if self.new else "panels"
        face = {"area": 30.5, "modules_area": 12, key: True}
        return 200, {"roofs": [{"area": 90, "modules_area": 12, key: True, "faces": [face, {**face, key: False}]}]}

    def _summary(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        module = {"id": "module-1", "name": "Module A", "count": 12}
        bill = {**module, "component_type": "modules", "manufacturer_name": "Maker A", "quantity": 12}
        sizes = {"system_size_ac": 4500, "system_size_stc": 4800, **({"system_size": 4800} if self.old else {})}
        held = module if self.new else {**module, "manufacturer": "Maker A"}
        return 200, {
            "design": {
                "design_id": id_,
                "project_id": "project-1",
                **sizes,
                "bill_of_materials": [bill],
                "arrays": [{"module": held}],
            }
        }

    def _run_auto_designer(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        options = _inside(body, "auto_designer", "mode", *_OBJECTS[: 1 if self.old else 4])
        for name in _OBJECTS:
            if name in options:
                _only(options[name], *(_OLD_OPTIONS if self.old else _NEW_OPTIONS[name]))
        self.jobs.append(options)
        return 202, {"auto_designer_job": {"job_id": f"job-{len(self.jobs)}"}}

    def _get_agreement(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        if id_ != "agreement-1":
            raise Refused(404, f"The agreement with id {id_} could not be found")
        held = {"id": id_, "project_id": "project-1", "status": "sent", "created_at": FIXED}
        return 200, {"agreement": held if self.new else {**held, "updated_at": FIXED}}

    # Webhooks.

    def _webhook(self, webhook: dict[str, Json]) -> Json:
        if not self.new:
            return webhook
        return {
            **webhook,
            "filters": [{"url_parameter": key, "value": value} for key, value in webhook["filters"].items()],
        }

    def _read_webhook(self, body: Json, query: dict[str, str]) -> dict[str, Json]:
        _only(query)
        keys = ("event", "url_template", "description", "enabled", "filters", "header_auth_key", "header_auth_value")
        given = dict(_inside(body, "webhook", *keys))
        if not isinstance(given.get("enabled", True), bool):
            if self.new or given["enabled"] not in {"true", "false"}:
                raise Refused(422, "enabled is a boolean")
            given["enabled"] = given["enabled"] == "true"
        if "filters" in given:
            if not isinstance(given["filters"], list if self.new else dict):
                raise Refused(422, "filters have another form")
            if self.new:
                for one in given["filters"]:
                    _only(one, "url_parameter", "value")
                given["filters"] = {one["url_parameter"]: one["value"] for one in given["filters"]}
        return given

    def _list_webhooks(self, body: Json, query: dict[str, str]) -> tuple[int, Json]:
        return 200, {"webhooks": _page([self._webhook(webhook) for webhook in self.webhooks.values()], query)}

    def _create_webhook(self, body: Json, query: dict[str, str]) -> tuple[int, Json]:
        given = self._read_webhook(body, query)
        id_ = self._id("webhook")
        self.webhooks[id_] = {"id": id_, "enabled": True, "filters": {}, **given}
        return 200, {"webhook": self._webhook(self.webhooks[id_])}

    def _get_webhook(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        return 200, {"webhook": self._webhook(self._found(self.webhooks, "webhook", id_))}

    def _update_webhook(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        self._found(self.webhooks, "webhook", id_).update(self._read_webhook(body, query))
        return self._get_webhook(None, {}, id_)

    def _delete_webhook(self, body: Json, query: dict[str, str], id_: str) -> tuple[int, Json]:
        self._found(self.webhooks, "webhook", id_)
        del self.webhooks[id_]
        return 204, None

    # Small things.

    def _id(self, kind: str) -> str:
        self.count += 1
        return f"{kind}-new-{self.count}"

    def _found(self, held: dict[str, Any], kind: str, id_: str) -> dict[str, Json]:
        if id_ not in held:
            raise Refused(404, "Not found" if self.old else f"The {kind} with id {id_} could not be found")
        found: dict[str, Json] = held[id_]
        return found


_ASSET = {"id": "asset-1", "design_id": "design-1", "asset_type": "image", "filename": "a.png", "url": "https://x"}
_OLD_KINDS = ("starting_cost", "base_cost", "adders_without_discounts", "adders")
_FOUR = ("id", "name", "selected_in_sales_mode", "financing_option")
_OBJECTS = ("placement_options", "flat_face_placement_options", "irradiance_constraints", "placement_constraints")
_CONSTRAINTS = ("min_contiguous_panels", "azimuth_min_deg", "azimuth_max_deg", "filler_row_locations")
_OLD_OPTIONS = (
    *("orientations", "row_spacing_meters", "column_spacing_meters", "panel_tilt", "pitched_face_tilt_threshold"),
    *("flat_face_orientations", "flat_face_row_spacing_meters", "flat_face_column_spacing_meters"),
    *("flat_face_panel_tilt_deg", "min_sap", "min_tsrf", "allow_filler_row", *_CONSTRAINTS),
)
_NEW_OPTIONS = {
    "placement_options": ("orientations", "row_spacing", "column_spacing", "panel_tilt", "pitched_face_tilt_threshold"),
    "flat_face_placement_options": (
        *("flat_face_orientations", "flat_face_row_spacing", "flat_face_column_spacing", "flat_face_panel_tilt"),
    ),
    "irradiance_constraints": ("min_sap", "min_tsrf"),
    "placement_constraints": _CONSTRAINTS,
}


def _only(given: Json, *allowed: str) -> None:
    """Refuse every key that the version does not define."""
    if not isinstance(given, dict):
        raise Refused(422, "an object is wanted")
    unknown = [key for key in given if key not in allowed]
    if unknown:
        raise Refused(422, *(f"{key} is unknown" for key in unknown))


def _inside(body: Json, envelope: str, *allowed: str) -> dict[str, Json]:
    inner: Json = body.get(envelope) if isinstance(body, dict) else None
    _only(inner, *allowed)
    if envelope != "location":
        _only(body, envelope)
    held: dict[str, Json] = inner
    return held


def _page(items: list[Json], query: dict[str, str]) -> list[Json]:
    _only(query, "page", "per_page")
    page, size = int(query.get("page", "1")), min(int(query.get("per_page", "100")), 250)
    return items[(page - 1) * size : page * size]


def _few(item: dict[str, Json]) -> dict[str, Json]:
    return {key: item[key] for key in _FOUR}


def _user(id_: str, role: str) -> dict[str, Json]:
    return {"id": id_, "first_name": "Ada", "last_name": id_, "email": f"{id_}@mail.example", "role": role}


def _project() -> dict[str, Json]:
    return {
        "id": "project-1",
        "name": "First",
        "customer_first_name": "Ada",
        "project_type": "residential",
        "status": "In Progress",
        "tags": ["north"],
        "created_at": FIXED,
        "mailing": "PO Box 1",
        "modules": ["module-1"],
        "address": "1 Main St",
        "latitude": 37.5,
        "longitude": -122.25,
    }


def _webhook() -> dict[str, Json]:
    return {
        "id": "webhook-1",
        "event": "project_status_changed",
        "url_template": "https://hooks.example/<PROJECT_ID>/<STATUS>",
        "enabled": True,
        "filters": {"STATUS": ["sold", "lost"], "SOURCE": "api"},
    }
