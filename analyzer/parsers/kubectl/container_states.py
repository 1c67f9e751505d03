"""Current and last state of containers, from the status of pods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.bundle.member import Piece
from analyzer.notation.kube.fields import flag, integer, mapping, mappings, names, path, text
from analyzer.notation.kube.times import moment
from analyzer.tables import container_states

MEMBERS = ("Pod",)
YIELDS = (container_states.TABLE,)

_LISTS = (
    ("initContainerStatuses", "init"),
    ("containerStatuses", "regular"),
    ("ephemeralContainerStatuses", "ephemeral"),
)
_STATES = ("running", "waiting", "terminated")


def parse(piece: Piece) -> Iterator[container_states.ContainerState]:
    """Yield a record for the state, and one for the last state, of each container status.

    A status that prints no state but a restart count (an excerpt) gives a record without a state.
    """
    found = piece.object
    if found is None:
        return
    namespace, pod = names(found, piece.context)
    for key, kind in _LISTS:
        for index, status in mappings(found.body, "status", key):
            for which, state in _states(status):
                detail = mapping(status, which, state) if state else {}
                runtime, container_id = _container_id(status, which, state)
                yield container_states.ContainerState(
                    line=found.line,
                    at=path(found, "status", key, index),
                    namespace=namespace,
                    pod=pod,
                    container=text(status, "name"),
                    container_type=kind,
                    which=which,
                    state=state,
                    reason=text(detail, "reason"),
                    message=text(detail, "message"),
                    exit_code=integer(detail, "exitCode"),
                    signal=integer(detail, "signal"),
                    started=moment(text(detail, "startedAt")),
                    finished=moment(text(detail, "finishedAt")),
                    container_id=container_id,
                    runtime=runtime,
                    restart_count=integer(status, "restartCount"),
                    ready=flag(status, "ready"),
                    form=found.form,
                )


def _states(status: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """(state or lastState, running, waiting or terminated) of what is there."""
    current = _state(status, "state")
    last = _state(status, "lastState")
    if current is not None or (last is None and "restartCount" in status):
        yield "state", current
    if last is not None:
        yield "lastState", last


def _state(status: dict[str, Any], which: str) -> str | None:
    """running, waiting or terminated; a state that names none of them is waiting (core/v1, ContainerState)."""
    found = next((name for name in _STATES if isinstance(mapping(status, which).get(name), dict)), None)
    return "waiting" if found is None and which == "state" and status.get("state") == {} else found


def _container_id(status: dict[str, Any], which: str, state: str | None) -> tuple[str | None, str | None]:
    """(runtime, ID) of the run that the state is about.

    The status names the latest container: the current run, or while a restart is waited for the last one.
    """
    printed = text(status, which, state, "containerID") if state else None
    waiting = _state(status, "state") == "waiting"
    if printed is None and (which == "lastState") == waiting and state != "waiting":
        printed = text(status, "containerID")
    runtime, mark, identity = (printed or "").partition("://")
    return (runtime, identity or None) if mark else (None, None)
