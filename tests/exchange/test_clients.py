"""Requests as real public clients send them, through an exchange to a server of another version, and back.

The server (the testing kit's) refuses every key of another version. What a client is answered is compared with what a
server of its own version answers to the same request.
"""

import gzip
import json
from typing import Any, NamedTuple

import pytest

import aurora_compat as ac
from aurora_compat import hmac_auth

from ._server import ADMIN, HELD, KEY, NOW, SECRET, TEAM, TOKEN, Server, T
from ._talk import KNOWN, V18, V22, V24, Json, Talk, converse, exact, versions_of

BEARER = f"Bearer {TOKEN}"
LEARNED = ac.Context(bearer_token=TOKEN, design_of_asset={"asset-1": "design-1"})


class Call(NamedTuple):
    """A request of a client: its body per version, where the versions spell it otherwise."""

    method: str
    path: str
    body: dict[str, Json] | None = None

    def request(self, version: str, *, signed: bool = False) -> ac.Request:
        """The request as a client of that version sends it: 2018.01's clients may sign it."""
        prefix = "/v2" if version == V18 else ""
        body = None if self.body is None else self.body.get(version, self.body.get("any"))
        content = b"" if body is None else json.dumps(body).encode()
        headers = [
            ("Host", "api.aurorasolar.com"),
            ("User-Agent", "neutral-client/1.0"),
            ("Accept", "application/json"),
            ("Accept-Encoding", "gzip, deflate"),
        ]
        if not signed:
            headers.append(("Authorization", BEARER))
        if content:
            headers += [("Content-Type", "application/json"), ("Content-Length", str(len(content)))]
        path, _, query = self.path.partition("?")
        request = ac.Request(self.method, f"{prefix}/tenants/{T}{path}", query, headers, content)
        return hmac_auth.sign(request, key=KEY, secret=SECRET, now=NOW) if signed else request


FLAT = {
    "name": "Second",
    "customer_first_name": "Bo",
    "project_type": "residential",
    "customer_address": "PO Box 2",
    "address": "2 Main St, Anytown",
    "latitude": 37.75,
    "longitude": -122.5,
    "preferred_solar_panels": ["module-2"],
}
NESTED = {
    "name": "Second",
    "customer_first_name": "Bo",
    "project_type": "residential",
    "mailing_address": "PO Box 2",
    "location": {"property_address": "2 Main St, Anytown", "latitude": 37.75, "longitude": -122.5},
    "preferred_solar_modules": ["module-2"],
}
OLD_OPTIONS = {
    "mode": "max_fit",
    "placement_options": {
        "orientations": ["portrait"],
        "row_spacing_meters": 0.5,
        "column_spacing_meters": 0.02,
        "panel_tilt": 10,
        "pitched_face_tilt_threshold": 5,
        "flat_face_orientations": ["landscape"],
        "flat_face_row_spacing_meters": 0.75,
        "flat_face_column_spacing_meters": 0.03,
        "flat_face_panel_tilt_deg": 12,
        "min_sap": 60,
        "min_tsrf": 55,
        "min_contiguous_panels": 3,
        "azimuth_min_deg": 90,
        "azimuth_max_deg": 270,
        "filler_row_locations": ["top"],
    },
}
NEW_OPTIONS = {
    "mode": "max_fit",
    "placement_options": {
        "orientations": ["portrait"],
        "row_spacing": 0.5,
        "column_spacing": 0.02,
        "panel_tilt": 10,
        "pitched_face_tilt_threshold": 5,
    },
    "flat_face_placement_options": {
        "flat_face_orientations": ["landscape"],
        "flat_face_row_spacing": 0.75,
        "flat_face_column_spacing": 0.03,
        "flat_face_panel_tilt": 12,
    },
    "irradiance_constraints": {"min_sap": 60, "min_tsrf": 55},
    "placement_constraints": {
        "min_contiguous_panels": 3,
        "azimuth_min_deg": 90,
        "azimuth_max_deg": 270,
        "filler_row_locations": ["top"],
    },
}
HOOK = {"event": "project_status_changed", "url_template": "https://hooks.example/<PROJECT_ID>"}
OLD_HOOK = {**HOOK, "enabled": "true", "filters": {"STATUS": "sold"}}
NEW_HOOK = {**HOOK, "enabled": True, "filters": [{"url_parameter": "STATUS", "value": "sold"}]}
PERSON = {"first_name": "Bo", "last_name": "Sun", "email": "bo@mail.example"}


def both(old: Json, new: Json) -> dict[str, Json]:
    """A body that changed with 2024.05."""
    return {V18: old, V22: old, V24: new}


def since_22(old: Json, new: Json) -> dict[str, Json]:
    """A body that changed with 2022.09."""
    return {V18: old, V22: new, V24: new}


CALLS = {
    "list projects": Call("GET", "/projects?page=1&per_page=50"),
    "create project": Call("POST", "/projects", both({"project": FLAT}, {"project": NESTED})),
    "create project by coordinates": Call(
        "POST",
        "/projects",
        both(
            {"project": {"name": "C", "latitude": 1.5, "longitude": 2.5}},
            {"project": {"name": "C", "location": {"latitude": 1.5, "longitude": 2.5}}},
        ),
    ),
    "retrieve project": Call("GET", "/projects/project-1"),
    "rename project": Call("PUT", "/projects/project-1", {"any": {"project": {"name": "Renamed"}}}),
    "move project": Call(
        "PUT",
        "/projects/project-1",
        both(
            {"project": {"address": "3 Main St", "latitude": 1.5, "longitude": 2.5}},
            {"project": {"location": {"property_address": "3 Main St", "latitude": 1.5, "longitude": 2.5}}},
        ),
    ),
    "delete project": Call("DELETE", "/projects/project-1"),
    "list designs": Call("GET", "/projects/project-1/designs"),
    "create design": Call("POST", "/designs", {"any": {"design": {"project_id": "project-1", "name": "Plain"}}}),
    "retrieve pricing": Call("GET", "/designs/design-1/pricing"),
    "update pricing, flat": Call(
        "PUT",
        "/designs/design-1/pricing",
        both(
            {"pricing": {"pricing_mode": "flat system cost", "flat_system_cost": 19000}},
            {"pricing": {"pricing_method": "flat system price", "flat_system_price": 19000}},
        ),
    ),
    "update pricing, per watt": Call(
        "PUT",
        "/designs/design-1/pricing",
        both(
            {"pricing": {"pricing_mode": "price per watt", "price_per_watt": 3.25}},
            {"pricing": {"pricing_method": "price per watt", "price_per_watt": 3.25}},
        ),
    ),
    "run AutoDesigner": Call(
        "POST",
        "/designs/design-1/auto_designer/run",
        since_22({"auto_designer": OLD_OPTIONS}, {"auto_designer": NEW_OPTIONS}),
    ),
    "create webhook": Call("POST", "/webhooks", both({"webhook": OLD_HOOK}, {"webhook": NEW_HOOK})),
    "update webhook": Call(
        "PUT",
        "/webhooks/webhook-1",
        both({"webhook": {"enabled": "false", "filters": {}}}, {"webhook": {"enabled": False, "filters": []}}),
    ),
    "list webhooks": Call("GET", "/webhooks"),
    "retrieve webhook": Call("GET", "/webhooks/webhook-1"),
    "delete webhook": Call("DELETE", "/webhooks/webhook-1"),
    "create user": Call(
        "POST",
        "/users",
        since_22({"user": {**PERSON, "user_level": "Admin"}}, {"user": {**PERSON, "role_id": ADMIN}}),
    ),
    "invite user": Call(
        "POST",
        "/users/invite",
        since_22({"user": {**PERSON, "user_level": "Team Member"}}, {"user": {**PERSON, "role_id": TEAM}}),
    ),
    "promote user": Call(
        "PUT", "/users/user-1", since_22({"user": {"user_level": "Admin"}}, {"user": {"role_id": ADMIN}})
    ),
    "retrieve user": Call("GET", "/users/user-2"),
    "list users": Call("GET", "/users?per_page=250"),
    "list roles": Call("GET", "/roles"),
    "activate user": Call("PUT", "/users/user-1/activate"),
    "retrieve tenant": Call("GET", ""),
    "list financings": Call("GET", "/designs/design-1/financings"),
    "retrieve financing": Call("GET", "/designs/design-1/financings/financing-2"),
    "list assets": Call("GET", "/designs/design-1/assets"),
    "list racking arrays": Call("GET", "/designs/design-1/racking_arrays"),
    "retrieve roof summary": Call("GET", "/designs/design-1/roof_summary"),
    "retrieve design summary": Call("GET", "/designs/design-1/summary"),
    "retrieve agreement": Call("GET", "/agreements/agreement-1"),
}
EVERY = [(client, server) for client in (V18, V22, V24) for server in (V18, V22, V24)]
every_pair = pytest.mark.parametrize("pair", EVERY, ids=versions_of)
every_call = pytest.mark.parametrize("name", CALLS)


def without(value: Json, key: str) -> Json:
    """A JSON value without a key, anywhere."""
    if isinstance(value, dict):
        return {name: without(child, key) for name, child in value.items() if name != key}
    return [without(child, key) for child in value] if isinstance(value, list) else value


ADDED = ("created_from_lead_id", "order_id", "ahj_id", "milestone", "financier", "signing_provider")
"""Fields that some versions' documents have and others' don't: no change speaks of them, and they pass."""


def less(keys: tuple[str, ...], value: Json) -> Json:
    """A JSON value without these keys, anywhere."""
    for key in keys:
        value = without(value, key)
    return value


def answered(response: ac.Response) -> Json:
    """The body of an answer, with its length and coding checked."""
    assert response.headers.get("content-length") in {None, str(len(response.body))}
    if response.headers.get("content-encoding") == "gzip":
        return json.loads(gzip.decompress(response.body))
    return response.json() if response.body else None


@every_pair
@every_call
class TestAsFromItsOwnVersion:
    """The answer is what a server of the client's version would have given."""

    def test_the_answer(self, name: str, pair: tuple[str, str]) -> None:
        client, server = pair
        request = CALLS[name].request(client)
        talk = converse(request, client, server, Server(server), LEARNED)
        own = Server(client)(request)
        assert own.status < 300, "the test asks its own server wrongly"
        assert talk.response.status == own.status
        wanted = answered(own)
        if client != V24 and server == V24:  # `updated_at` can't be supplied: said as missing
            wanted = without(wanted, "updated_at")
        given = answered(talk.response)
        if client != server:
            wanted, given = (less(ADDED, body) for body in (wanted, given))
        if name == "list financings" and client == V18 and server != V18:
            assert talk.asked == [f"retrieve_financing {self.of(server, n)}" for n in (1, 2)]
        assert exact(given) == exact(wanted)

    @staticmethod
    def of(server: str, number: int) -> str:
        return f"/tenants/{T}/designs/design-1/financings/financing-{number}"

    def test_headers(self, name: str, pair: tuple[str, str]) -> None:
        client, server = pair
        request = CALLS[name].request(client)
        answer = converse(request, client, server, Server(server), LEARNED).response
        own = Server(client)(request)
        assert answer.headers.get("location") == own.headers.get("location")
        assert answer.headers.get("x-request-id") is not None
        kind = (answer.headers.get("content-type") or "").partition(";")[0]
        assert kind == (own.headers.get("content-type") or "").partition(";")[0]

    def test_what_the_server_keeps_is_the_same(self, name: str, pair: tuple[str, str]) -> None:
        client, server = pair
        request = CALLS[name].request(client)
        through, direct = Server(server), Server(client)
        converse(request, client, server, through, LEARNED)
        direct(request)
        for held in HELD:
            assert getattr(through.tenant, held) == getattr(direct.tenant, held)

    def test_only_what_is_needed_is_asked(self, name: str, pair: tuple[str, str]) -> None:
        client, server = pair
        asked = converse(CALLS[name].request(client), client, server, Server(server), LEARNED).asked
        operations = {one.partition(" ")[0] for one in asked}
        crossing = (client == V18) != (server == V18)
        expected: set[str] = set()
        if crossing and "user" in name and name not in {"activate user"}:
            expected = {"list_roles"}
        elif name == "list financings" and client == V18 and server != V18:
            expected = {"retrieve_financing"}
        elif name == "retrieve tenant" and client != V24 and server == V24:
            expected = {"list_users"}
        assert operations == expected
        assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    ("name", "client", "server"),
    [
        (name, client, server)
        for name, call in CALLS.items()
        for client in (V18, V22, V24)
        for server in (V18, V22, V24)
        if call.body and "any" not in call.body and call.body[client] != call.body[server]
    ],
)
def test_the_server_would_refuse_it_as_it_is(name: str, client: str, server: str) -> None:
    """What the fake is worth: only the prefix and the credential translated, the body is refused."""
    sent = CALLS[name].request(client)
    request = ac.Request(sent.method, CALLS[name].request(server).path, sent.query, sent.headers, sent.body)
    assert Server(server)(request).status == 422


@pytest.mark.parametrize("server", [V18, V22, V24])
@every_call
def test_signed_requests_of_2018(name: str, server: str) -> None:
    """A client that signs: the gateway checks the signature, and its own token goes to the server."""
    request = CALLS[name].request(V18, signed=True)
    assert hmac_auth.verify(request, {KEY: SECRET}, now=NOW).key == KEY
    fake = Server(server)
    talk = converse(request, V18, server, fake, LEARNED)
    assert talk.response.status < 300
    if server != V18:
        assert all(one.headers.get("authorization") == BEARER for one in fake.seen)
        assert not any("Signature" in one.target or "AuroraKey" in one.target for one in fake.seen)


def upstream(call: Call, client: str, server: str, context: ac.Context = KNOWN) -> tuple[str, Any, Talk]:
    """The one request that the server got as the client's, and its body."""
    talk = converse(call.request(client), client, server, Server(server), context)
    assert talk.upstream is not None
    sent = talk.upstream
    return f"{sent.method} {sent.target}", sent.json() if sent.body else None, talk


class TestWhatTheServerGets:
    """Literal requests, as they must arrive."""

    @pytest.mark.parametrize("client", [V18, V22])
    def test_a_flat_project_for_2024(self, client: str) -> None:
        line, body, _ = upstream(CALLS["create project"], client, V24)
        assert (line, body) == (f"POST /tenants/{T}/projects", {"project": NESTED})

    def test_a_nested_project_for_2018(self) -> None:
        line, body, _ = upstream(CALLS["create project"], V24, V18)
        assert (line, body) == (f"POST /v2/tenants/{T}/projects", {"project": FLAT})

    def test_options_of_auto_designer(self) -> None:
        assert upstream(CALLS["run AutoDesigner"], V18, V24)[1] == {"auto_designer": NEW_OPTIONS}
        assert upstream(CALLS["run AutoDesigner"], V24, V18)[1] == {"auto_designer": OLD_OPTIONS}

    def test_a_filler_row_is_left_out(self) -> None:
        old = {"auto_designer": {"mode": "max_fit", "placement_options": {"allow_filler_row": True}}}
        call = Call("POST", "/designs/design-1/auto_designer/run", {"any": old})
        _, body, talk = upstream(call, V18, V24)
        assert body == {"auto_designer": {"mode": "max_fit", "placement_options": {}}}
        assert talk.response.status == 202

    def test_a_webhook(self) -> None:
        assert upstream(CALLS["create webhook"], V18, V24)[1] == {"webhook": NEW_HOOK}
        assert upstream(CALLS["create webhook"], V24, V18)[1] == {"webhook": {**OLD_HOOK, "enabled": True}}

    def test_a_price(self) -> None:
        only = Call("PUT", "/designs/design-1/pricing", both({"pricing": {"flat_system_cost": 5}}, None))
        assert upstream(only, V18, V24)[1] == {"pricing": {"flat_system_price": 5}}

    def test_a_spacing_that_nobody_named(self) -> None:
        assert upstream(CALLS["list racking arrays"], V18, V24)[0].endswith("/racking_arrays?max_module_spacing=0.01")
        assert upstream(CALLS["list racking arrays"], V24, V18)[0].endswith("/racking_arrays?max_panel_spacing=0.026")

    def test_a_spacing(self) -> None:
        old = Call("GET", "/designs/design-1/racking_arrays?max_panel_spacing=0.500")
        assert upstream(old, V18, V24)[0].endswith("/racking_arrays?max_module_spacing=0.500")
        new = Call("GET", "/designs/design-1/racking_arrays?max_module_spacing=0.500")
        assert upstream(new, V24, V18)[0].endswith("/racking_arrays?max_panel_spacing=0.500")

    def test_the_head_of_a_request_survives(self) -> None:
        *_, talk = upstream(CALLS["create project"], V18, V24)
        assert talk.upstream is not None
        headers = talk.upstream.headers
        assert headers.get("user-agent") == "neutral-client/1.0"
        assert headers.get("accept") == "application/json"
        assert headers.get("accept-encoding") == "identity"
        assert headers.get("content-length") == str(len(talk.upstream.body))


class TestPartialUpdate:
    """What a project's location was stays, because Retrieve Project is asked for the rest."""

    @pytest.mark.parametrize("client", [V18, V22])
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ({"address": "9 Main St"}, ("9 Main St", 37.5, -122.25)),
            ({"latitude": 1.5}, ("1 Main St", 1.5, -122.25)),
            ({"latitude": 1.5, "longitude": None}, ("1 Main St", 1.5, None)),
        ],
    )
    def test_the_rest_stays(self, client: str, given: Json, kept: tuple[Json, ...]) -> None:
        fake = Server(V24, merges=False)
        call = Call("PUT", "/projects/project-1", {"any": {"project": given}})
        talk = converse(call.request(client), client, V24, fake)
        assert talk.response.status == 200
        assert talk.asked == [f"retrieve_project /tenants/{T}/projects/project-1"]
        held = fake.tenant.projects["project-1"]["location"]
        assert (held["property_address"], held["latitude"], held["longitude"]) == kept
        assert [talk.response.json()["project"][key] for key in ("address", "latitude", "longitude")] == list(kept)

    @pytest.mark.parametrize("client", [V18, V22])
    def test_a_project_that_is_not_there(self, client: str) -> None:
        call = Call("PUT", "/projects/project-9", {"any": {"project": {"latitude": 1.5}}})
        talk = converse(call.request(client), client, V24, Server(V24))
        assert talk.response.status == 404
        assert talk.upstream is not None
        assert talk.upstream.json() == {"project": {"location": {"latitude": 1.5}}}


COPY = "/designs?site_model_design_id=design-1&include_design=true"
NAMED = {"any": {"design": {"project_id": "project-1", "name": "Copy"}}}


class TestCopyOfADesign:
    @pytest.mark.parametrize("server", [V22, V24])
    def test_of_an_old_client(self, server: str) -> None:
        fake = Server(server)
        talk = converse(Call("POST", COPY, NAMED).request(V18), V18, server, fake)
        assert talk.asked == [f"retrieve_design /tenants/{T}/designs/design-1"]
        assert fake.seen[-1].target == f"/tenants/{T}/designs/design-1/duplicate"
        assert fake.seen[-1].json() == {"design": {"name": "Copy"}}
        made = answered(talk.response)["design"]
        assert (talk.response.status, made["project_id"], made["name"]) == (200, "project-1", "Copy")
        wanted = answered(Server(V18)(Call("POST", COPY, NAMED).request(V18)))
        added = (*ADDED, "design_request_id")  # of Duplicate Design alone
        assert less(added, answered(talk.response)) == less(added, wanted)
        assert talk.exchange.learned.project_of_design == {"design-1": "project-1", made["id"]: "project-1"}

    @pytest.mark.parametrize("client", [V22, V24])
    @pytest.mark.parametrize("body", [None, {"any": {"design": {"name": "Copy"}}}, {"any": {}}])
    def test_of_a_new_client(self, client: str, body: Json) -> None:
        fake = Server(V18)
        call = Call("POST", "/designs/design-1/duplicate", body)
        talk = converse(call.request(client), client, V18, fake)
        assert talk.asked == [f"retrieve_design /v2/tenants/{T}/designs/design-1"]
        assert fake.seen[-1].target == f"/v2/tenants/{T}{COPY}"
        assert fake.seen[-1].json()["design"]["project_id"] == "project-1"
        assert talk.response.status == 200
        assert answered(talk.response)["design"]["project_id"] == "project-1"

    def test_a_second_copy_asks_nothing(self) -> None:
        fake = Server(V24)
        request = Call("POST", COPY, NAMED).request(V18)
        first = converse(request, V18, V24, fake)
        second = converse(request, V18, V24, fake, first.exchange.learned)
        assert (second.asked, second.response.status) == ([], 200)

    def test_of_a_design_that_is_not_there(self) -> None:
        request = Call("POST", COPY.replace("design-1", "design-9"), NAMED).request(V18)
        talk = converse(request, V18, V24, Server(V24))
        assert talk.upstream is None
        assert talk.response.status == 502
        assert "create-design-from-site-model" in talk.response.json()["errors"][0]["message"]

    def test_in_another_project(self) -> None:
        body = {"any": {"design": {"project_id": "project-2", "name": "Copy"}}}
        talk = converse(Call("POST", COPY, body).request(V18), V18, V24, Server(V24))
        assert (talk.upstream, talk.response.status) == (None, 422)


class TestAssets:
    @pytest.mark.parametrize("client", [V18, V22])
    @pytest.mark.parametrize("listing", ["/designs/design-1/assets", "/projects/project-1/assets"])
    def test_the_design_of_an_asset_is_learned_from_a_list(self, client: str, listing: str) -> None:
        fake = Server(V24)
        request = Call("GET", "/assets/asset-1").request(client)
        unknown = converse(request, client, V24, fake)
        assert (unknown.upstream, unknown.response.status) == (None, 502)
        learned = converse(Call("GET", listing).request(client), client, V24, fake).exchange.learned
        talk = converse(request, client, V24, fake, learned)
        assert fake.seen[-1].target == f"/tenants/{T}/designs/design-1/assets/asset-1"
        assert answered(talk.response) == answered(Server(client)(request))

    @pytest.mark.parametrize("server", [V18, V22])
    def test_of_a_new_client(self, server: str) -> None:
        request = Call("GET", "/designs/design-1/assets/asset-1").request(V24)
        talk = converse(request, V24, server, Server(server))
        assert answered(talk.response) == answered(Server(V24)(request))
        assert talk.exchange.learned.design_of_asset == {"asset-1": "design-1"}


class TestLongLists:
    """More than 250 roles and users: the pages are asked one by one."""

    @pytest.mark.parametrize("pair", [(V18, V24), (V24, V18)], ids=versions_of)
    @pytest.mark.parametrize("filler", [247, 248, 249, 498, 600])
    def test_roles(self, pair: tuple[str, str], filler: int) -> None:
        client, server = pair
        talk = converse(CALLS["create user"].request(client), client, server, Server(server, filler))
        wanted = Server(client, filler)(CALLS["create user"].request(client))
        assert answered(talk.response) == answered(wanted)
        assert len(talk.asked) == (filler + 2) // 250 + 1
        roles = talk.exchange.learned.roles_of(T)
        assert roles is not None
        assert len(roles) == filler + 2

    @pytest.mark.parametrize("filler", [0, 248, 300])
    @pytest.mark.parametrize("client", [V18, V22])
    def test_user_ids_of_the_tenant(self, client: str, filler: int) -> None:
        talk = converse(CALLS["retrieve tenant"].request(client), client, V24, Server(V24, filler))
        wanted = Server(client, filler)(CALLS["retrieve tenant"].request(client))
        assert answered(talk.response) == answered(wanted)
        assert len(talk.asked) == (filler + 2) // 250 + 1


@every_pair
@pytest.mark.parametrize(
    ("call", "status"),
    [
        (Call("GET", "/projects/project-9"), 404),
        (Call("GET", "/webhooks/webhook-9"), 404),
        (Call("POST", "/projects", {"any": {"project": {"name": "Nowhere"}}}), 422),
        (Call("POST", "/projects", {"any": {"project": {"address": "x", "nonsense": 1}}}), 422),
        (Call("GET", "/no/such/path"), 404),
    ],
    ids=["project", "webhook", "no address", "unknown key", "unknown path"],
)
def test_errors_reach_the_client(call: Call, status: int, pair: tuple[str, str]) -> None:
    """The status is the server's; a newer client of an older server reads them in the newer form."""
    client, server = pair
    talk = converse(call.request(client), client, server, Server(server))
    body = answered(talk.response)
    assert talk.response.status == status
    if client != V18:
        assert [set(error) for error in body["errors"]] == [{"message"}] * len(body["errors"])
        assert body["errors"]
        id_ = call.path.rpartition("/")[2]
        if id_.endswith("-9"):
            assert id_ in body["errors"][0]["message"]
    else:
        assert "errors" in body or "error" in body


@pytest.mark.parametrize("pair", [(V22, V24), (V24, V22), (V18, V22), (V24, V18)], ids=versions_of)
def test_a_wrong_token_is_the_servers_affair(pair: tuple[str, str]) -> None:
    """401 of the server passes like any other answer."""
    client, server = pair
    bare = CALLS["retrieve project"].request(client)
    request = ac.Request(bare.method, bare.path, bare.query, [("Authorization", "Bearer other")])
    assert converse(request, client, server, Server(server)).response.status == 401
