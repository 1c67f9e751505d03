"""Values that are hard to read back: names at their limits, texts that imitate labels, odd quantities."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from tests.kubectl_matrix.api_server import Json

T = TypeVar("T")

MEMORY = (
    *("128974848", "129e6", "129M", "123Mi", "1.5Gi", "500m", "1e3", "0", "1Ti", "16384Mi", "1536Ki", "64Mi"),
    *("0.5Gi", "2E", "7Ei", "1500k", "100000u", "9223372036854775807"),
)
CPU = ("250m", "1", "0.5", "1e-1", "2500m", "100u", "1n", "0", "64", "1k", "0.1", "999m")
STORAGE = ("10Gi", "1.5Ti", "500M", "1e12", "8Gi", "100Mi")
EXIT_CODES = (0, 1, 2, 126, 127, 128, 134, 137, 139, 143, 255, -1073741510)
# What ends up in status messages, annotations and events; describe prints them as they are.
MESSAGES = (
    "OOMKilled",
    "0/3 nodes are available: 1 Insufficient memory, 2 node(s) had untolerated taint {dedicated: db}.",
    "fatal: first line\nsecond line at the left edge\n  third, indented",
    "Status:  Running\nReady:  True\nEvents:  <none>",
    "    Ready:          True\n    Restart Count:  0\nName:  imitation\nNamespace:  nowhere",
    "l1\n      Exit Code:    0\n      Reason:       Completed",
    "Ünïcödé ✓ 日本語 \U0001f980 in a message",
    'key: value, other=thing; {"level":"error","msg":"dial tcp 10.0.0.1:5432: connect: connection refused"}',
    "panic: runtime error\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:42 +0x1d\n",
    "<none>",
    "x" * 1024,
    "ends in blanks   ",
    "Warning  BackOff  5m (x12 over 60m)  kubelet  imitation of a row",
    "\n\nName:         other\nNamespace:    x\nPriority:     0\n",
)
LABELS: tuple[dict[str, str], ...] = (
    {},
    {"app": "web"},
    {"app": "web", "tier": "front", "pod-template-hash": "76897854c"},
    {"empty": "", "app.kubernetes.io/name": "shop", "app.kubernetes.io/managed-by": "Helm"},
    {"a" * 63: "b" * 63, "example.com/" + "k" * 63: "v"},
    {"Status": "Running", "Name": "x", "Events": "none"},
)
ANNOTATIONS: tuple[dict[str, str], ...] = (
    {},
    {"note": "short", "empty": "", "colons": "a: b: c", "equals": "a=b=c"},
    {"lines": "first\nsecond: with a colon\n\nStatus:  Failed\n"},
    {"json": '{"spec":{"containers":[{"name":"app","image":"x","env":[{"name":"A","value":"b"}]}]},"n":[1,2,3]}' * 2},
    {
        "kubectl.kubernetes.io/last-applied-configuration": '{"kind":"Pod","metadata":{"name":"x"}}\n',
        "long": "ä" * 200,
    },
    {"example.com/Events": "<none>", "Status": "Running", "Name": "other", "tabs": "a\tb\tc"},
    {"deployment.kubernetes.io/revision": "17", "kubernetes.io/change-cause": "kubectl set image x=y --record=true"},
)


class Dice:
    """Repeatable choices, and moments before a fixed one."""

    def __init__(self, seed: str, now: datetime) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self._number = 0
        self.now = now.replace(microsecond=0)

    def one(self, values: Sequence[T]) -> T:
        """One of the values."""
        return self._random.choice(values)

    def some(self, values: Sequence[T], most: int = 3) -> list[T]:
        """Up to `most` of the values, none twice, in their order."""
        picked = self._random.sample(range(len(values)), self._random.randint(0, min(most, len(values))))
        return [values[index] for index in sorted(picked)]

    def number(self, low: int, high: int) -> int:
        """A number of the range, both ends included."""
        return self._random.randint(low, high)

    def maybe(self, share: float = 0.5) -> bool:
        """True in this share of the cases."""
        return self._random.random() < share

    def uid(self) -> str:
        """A UID."""
        return str(UUID(int=self._random.getrandbits(128), version=4))

    def hex(self, length: int) -> str:
        """Hexadecimal digits."""
        return f"{self._random.getrandbits(length * 4):0{length}x}"

    def name(self, stem: str, longest: int = 63, *, dots: bool = True) -> str:
        """A name that nothing else has; now and then as long as it may be, or with dots."""
        self._number += 1
        name = f"{stem}-{self._number}"
        form = self.number(0, 9)
        if form == 0:
            return f"{name}-{'n' * longest}"[: longest - 1] + "z"
        return f"{name}.v1.example" if form == 1 and dots and longest > 63 else name

    def time(self, *, least: int = 0, most: int = 400 * 86_400) -> str:
        """A moment in the past: seconds, minutes or hours ago, or up to `most` seconds."""
        span = self.one((100, 1_000, 30_000, 600_000, most))
        return self.ago(least + self.number(0, min(span, most)))

    def ago(self, seconds: float) -> str:
        """The moment this many seconds ago (in the future if negative)."""
        return (self.now - timedelta(seconds=seconds)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def micro(self, seconds: float) -> str:
        """The same as a MicroTime."""
        moment = (self.now - timedelta(seconds=seconds)).astimezone(UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{self.number(0, 999_999):06d}Z"

    def message(self) -> str:
        """A text that somebody else wrote."""
        return self.one(MESSAGES)


def metadata(dice: Dice, name: str, namespace: str | None = None) -> Json:
    """The metadata of an object."""
    found: Json = {"name": name, "uid": dice.uid(), "creationTimestamp": dice.time(), "resourceVersion": "4711"}
    if namespace is not None:
        found["namespace"] = namespace
    if labels := dice.one(LABELS):
        found["labels"] = dict(labels)
    if annotations := dice.one(ANNOTATIONS):
        found["annotations"] = dict(annotations)
    if dice.maybe(0.1):
        found["finalizers"] = ["example.com/keep", "foregroundDeletion"]
    return found


def controlled_by(kind: str, name: str, dice: Dice) -> list[Json]:
    """Owner references: a plain owner first, then the one that controls."""
    version = {"Job": "batch/v1", "CronJob": "batch/v1", "Node": "v1"}.get(kind, "apps/v1")
    plain = {"apiVersion": "example.com/v1", "kind": "Widget", "name": "plain-owner", "uid": dice.uid()}
    control = {
        "apiVersion": version,
        "kind": kind,
        "name": name,
        "uid": dice.uid(),
        "controller": True,
        "blockOwnerDeletion": True,
    }
    return [plain, control] if dice.maybe(0.3) else [control]
