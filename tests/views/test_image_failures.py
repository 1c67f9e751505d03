"""What a failed pull is about, of which container, and whether it is over."""

from __future__ import annotations

import pytest

from tests.views.tables_of_rows import database, only, values

MEMBERS = ["describe.txt", "pods.txt"]
IMAGE = "registry.example.com/shop/web:1.4"
_CTR = f'rpc error: code = Unknown desc = failed to pull and unpack image "{IMAGE}": failed to resolve reference "{IMAGE}": '


def event(line, message, reason="Failed", member=0, **known):
    return {"where": (member, line), "kind": "Pod", "reason": reason, "message": message, "form": "describe", **known}


def pull(error, image=IMAGE, **known):
    return event(1, f'Failed to pull image "{image}": {error}', **known)


_CLASSES = [
    (f"{_CTR}{IMAGE}: not found", "not found"),
    ("reading manifest 1.4 in registry.example.com/shop/web: manifest unknown", "not found"),
    (f"{_CTR}name unknown: The repository with name 'web' does not exist in the registry with id '1'", "not found"),
    ("Error response from daemon: manifest for web:9 not found", "not found"),
    (f"{_CTR}unexpected status from HEAD request to https://r/v2/web: 404 Not Found", "not found"),
    (
        "[rpc error: code = NotFound desc = web: not found, rpc error: code = Unknown desc = 401 Unauthorized]",
        "not found",
    ),
    (f"{_CTR}pull access denied, repository does not exist or may require authorization", "maybe denied"),
    ("Error response from daemon: unauthorized: authentication required", "unauthorized"),
    (f"{_CTR}failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized", "unauthorized"),
    (f"{_CTR}unexpected status from HEAD request to https://r/v2/web: 403 Forbidden", "unauthorized"),
    ("Error response from daemon: Get https://r/v2/web/manifests/1: no basic auth credentials", "unauthorized"),
    ('denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource', "unauthorized"),
    ("denied: Your authorization token has expired. Reauthenticate and try again.", "unauthorized"),
    ("unable to retrieve auth token: invalid username/password", "unauthorized"),
    (f'{_CTR}failed to do request: Head "https://r": dial tcp: lookup r on 10.0.0.2:53: no such host', "unreachable"),
    (
        f'{_CTR}failed to authorize: failed to fetch oauth token: Post "https://a": dial tcp 1.2.3.4:443: i/o timeout',
        "unreachable",
    ),
    ("Error response from daemon: Get https://r/v2/: net/http: TLS handshake timeout", "unreachable"),
    (f"{_CTR}unexpected status from HEAD request to https://r/v2/web: 503 Service Unavailable", "unreachable"),
    (f'{_CTR}failed to do request: Head "https://r/v2/web": EOF', "unreachable"),
    (f'{_CTR}failed to do request: Head "https://r/v2/web": context deadline exceeded', "unreachable"),
    (f'{_CTR}failed to do request: Head "https://r": x509: certificate signed by unknown authority', "tls"),
    (f'{_CTR}failed to do request: Head "https://r": remote error: tls: handshake failure', "tls"),
    ("Error response from daemon: Get https://r/v2/: http: server gave HTTP response to HTTPS client", "tls"),
    (
        f"{_CTR}429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit",
        "rate limit",
    ),
    ("toomanyrequests: Rate exceeded", "rate limit"),
    ("pull QPS exceeded", "pull qps"),
    ("rpc error: code = NotFound desc = no match for platform in manifest: not found", "platform"),
    ("no matching manifest for windows/amd64 10.0.17763 in the manifest list entries", "platform"),
    ('no image found in image index for architecture "arm64", variant "v8", OS "linux"', "platform"),
    ("failed to extract layer sha256:5f: write /x: no space left on device: unknown", "no space"),
    ("failed commit on ref: unexpected commit digest sha256:1, expected sha256:2", "corrupt"),
    ("failed to extract layer sha256:5f: archive/tar: invalid tar header: unknown", "corrupt"),
    ("rpc error: code = NotFound desc = blob not found: not found", "corrupt"),
    (
        'transport: Error while dialing dial unix /run/containerd/containerd.sock: connect: connection refused"',
        "runtime",
    ),
    ("Source image rejected: A signature was required, but no signature exists", "signature"),
    ("parsing reference: invalid reference format", "invalid name"),
    ("rpc error: code = Canceled desc = context canceled", "interrupted"),
    ("failed to copy: context deadline exceeded", "interrupted"),
    ("unexpected media type text/html for sha256:4f0a", "other"),
]


@pytest.mark.parametrize(("error", "about"), _CLASSES)
def test_what_an_error_is_about(error, about):
    """containerd, Docker, containers/image, and what registries of all kinds answer."""
    made = database(members=MEMBERS, events=[pull(error, name="web-0", namespace="shop")])
    assert only(made, "SELECT about FROM image_failures") == about


@pytest.mark.parametrize(
    ("image", "about", "registry"),
    [
        ("web:1", "maybe missing", "docker.io"),
        ("acme/web:1", "maybe missing", "docker.io"),
        ("docker.io/acme/web:1", "maybe missing", "docker.io"),
        ("quay.io/acme/web:1", "maybe denied", "quay.io"),
        ("10.1.2.3:5000/web", "maybe denied", "10.1.2.3:5000"),
        ("localhost/web", "maybe denied", "localhost"),
    ],
)
def test_what_an_answer_that_does_not_tell_is_about(image, about, registry):
    """Docker Hub hides what is private; elsewhere credentials are missing more often than repositories."""
    made = database(
        members=MEMBERS, events=[pull("pull access denied, repository does not exist or may require", image)]
    )
    assert values(made, "SELECT about, registry, image FROM image_failures") == [(about, registry, image)]


@pytest.mark.parametrize(
    ("reason", "message", "about"),
    [
        ("ErrImageNeverPull", 'Container image "web:1" is not present with pull policy of Never', "never pull"),
        ("InspectFailed", 'Failed to apply default image tag "W": couldn\'t parse image name "W": invalid reference format', "invalid name"),
        ("InspectFailed", 'Failed to inspect image "web:1": rpc error: code = Unknown desc = layer not known', "corrupt"),
        ("Failed", "Error: ErrImagePull", "unknown"),
        ("BackOff", 'Back-off pulling image "web:1"', "unknown"),
        ("BackOff", 'Back-off pulling image "web:1": ErrImagePull: web:1: not found', "not found"),
        ("Failed", "Error: SignatureValidationFailed", "signature"),
    ],
)  # fmt: skip
def test_other_events_about_images(reason, message, about):
    """Reasons of the kubelet from 1.13 to 1.34."""
    made = database(members=MEMBERS, events=[event(1, message, reason)])
    assert only(made, "SELECT about FROM image_failures") == about


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("Failed", "Error: cannot start"),
        ("BackOff", "Back-off restarting failed container"),
        ("Pulled", 'pull image "x"'),
    ],
)
def test_events_about_something_else(reason, message):
    """Failed and BackOff are also said of containers that crash."""
    assert values(database(members=MEMBERS, events=[event(1, message, reason)]), "SELECT * FROM image_failures") == []


def test_the_reason_alone_and_the_words_to_show():
    """Without what runtimes put in front, and a place in the line where the error stands."""
    made = database(members=MEMBERS, events=[pull(f"{_CTR}{IMAGE}: not found")])
    assert values(made, "SELECT said, message_src FROM image_failures") == [(f"{IMAGE}: not found", "1@=not found")]


def test_what_tells_less_is_left_out():
    """The back-off and a pull that was broken off beside the real error."""
    told = [
        pull(f"{IMAGE}: not found"),
        event(2, "Error: ErrImagePull"),
        event(3, f'Failed to pull image "{IMAGE}": context canceled'),
    ]
    assert values(database(members=MEMBERS, events=told), "SELECT about FROM image_failures") == [("not found",)]


@pytest.mark.parametrize("ages", [(60.0, 20.0), (20.0, 60.0)])
def test_of_two_kinds_the_last_one_holds(ages):
    """A handshake that took too long, and then a certificate; or the other way round."""
    told = [
        pull("TLS handshake timeout", last_age_s=ages[0]),
        {**pull("x509: unknown", last_age_s=ages[1]), "where": (0, 2)},
    ]
    found = values(database(members=MEMBERS, events=told), "SELECT about, state_now FROM image_failures ORDER BY about")
    assert dict(found) == {
        "unreachable": "over" if ages[0] > ages[1] else "unknown",
        "tls": "over" if ages[1] > ages[0] else "unknown",
    }


POD = {"where": (1, 1), "at": "", "namespace": "shop", "pod": "web-0", "phase": "Pending", "form": "yaml"}
SPEC = {"where": (1, 1), "at": "c", "namespace": "shop", "pod": "web-0"}
STATE = {
    "where": (1, 1),
    "at": "s",
    "namespace": "shop",
    "pod": "web-0",
    "which": "state",
    "form": "yaml",
    "ready": False,
}


def test_the_container_is_found_by_its_image():
    """An event that names none; of two containers only one has the image."""
    specs = [{**SPEC, "container": "app", "image": IMAGE}, {**SPEC, "container": "proxy", "image": "proxy:1"}]
    made = database(
        members=MEMBERS, pods=[POD], containers=specs, events=[pull("no such host", name="web-0", namespace="shop")]
    )
    assert only(made, "SELECT container FROM image_failures") == "app"


def test_the_only_container():
    """Whatever the image is called in the event."""
    made = database(
        members=MEMBERS, pods=[POD], containers=[{**SPEC, "container": "app", "image": "web"}],
        events=[pull("no such host", name="web-0", namespace="shop")],
    )  # fmt: skip
    assert only(made, "SELECT container FROM image_failures") == "app"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"state": "waiting", "reason": "ImagePullBackOff"}, "failing"),
        ({"state": "waiting", "reason": "ContainerCreating"}, "failing"),
        ({"state": "waiting", "reason": "CrashLoopBackOff"}, "over"),
        ({"state": "running"}, "over"),
        ({"state": "terminated"}, "over"),
    ],
)
def test_the_state_of_the_container_decides(state, expected):
    """A container that ran has its image, ready or not."""
    made = database(
        members=MEMBERS, pods=[POD], container_states=[{**STATE, "container": "app", **state}],
        events=[pull("no such host", name="web-0", namespace="shop", container="app")],
    )  # fmt: skip
    assert values(made, "SELECT DISTINCT state_now FROM image_failures") == [(expected,)]


@pytest.mark.parametrize(
    ("message", "age", "expected"),
    [
        (f'Successfully pulled image "{IMAGE}" in 2s', 20.0, "over"),
        (f'Successfully pulled image "{IMAGE}" in 2s', 90.0, "unknown"),
        ('Successfully pulled image "other:1" in 2s', 20.0, "unknown"),
    ],
)
def test_a_later_pull_of_the_same_image_ends_it(message, age, expected):
    """Ages tell the order where no times are known."""
    told = [pull("no such host", last_age_s=60.0), event(2, message, "Pulled", last_age_s=age)]
    assert only(database(members=MEMBERS, events=told), "SELECT state_now FROM image_failures") == expected


def row(name, line, status):
    return {"where": (1, line), "at": "", "namespace": "shop", "pod": name, "status_text": status, "form": "table"}


def test_a_table_says_that_pulls_fail():
    """Also of init containers; a container that crashes has its image."""
    pods = [row("a", 1, "ImagePullBackOff"), row("b", 2, "Init:ErrImagePull"), row("c", 3, "CrashLoopBackOff")]
    made = database(members=MEMBERS, pods=pods)
    assert values(made, "SELECT pod, about, state_now FROM image_failures ORDER BY pod") == [
        ("a", "unknown", "failing"),
        ("b", "unknown", "failing"),
    ]


@pytest.mark.parametrize(
    ("others", "pod"), [(["web-0"], "web-0"), (["web-0", "cart-0"], None), (["web-7d9c8b6f5-abcde", "web-7d9c8b6f5-x2x4k"], "web-7d9c8b6f5-abcde")]
)  # fmt: skip
def test_an_excerpt_without_a_name_is_of_the_only_workload_that_waits(others, pod):
    """With two workloads that cannot pull, nothing tells which of them it is."""
    pods = [row(name, number, "ImagePullBackOff") for number, name in enumerate(others, 1)]
    made = database(members=MEMBERS, pods=pods, events=[pull("no such host")])
    assert values(made, "SELECT pod FROM image_failures WHERE about = 'unreachable'") == [(pod,)]


def test_the_kubelet_s_log():
    """Its lines about one failure are one row, of the pod that they name."""
    line = {
        "kind": "image-pull-failed",
        "unit": "kubelet",
        "node": "n1",
        "namespace": "shop",
        "pod": "web-0",
        "detail": "ErrImagePull: no such host",
    }
    made = database(members=MEMBERS, service_log=[{**line, "where": (1, n)} for n in (1, 2)])
    assert values(made, 'SELECT origin, namespace, pod, node, about, "count" FROM image_failures') == [
        ("kubelet", "shop", "web-0", "n1", "unreachable", 2)
    ]
