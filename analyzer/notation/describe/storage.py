"""Claims, volumes, storage classes, and the keys of ConfigMaps and Secrets, described."""

from __future__ import annotations

import re
from itertools import pairwise

from analyzer.notation.describe.fields import HEAD, Fields, Reader, conditions, flag, message, phase, text
from analyzer.notation.describe.text import Body, Line, block
from analyzer.notation.describe.volumes import SOURCES

_MODES = {
    "RWO": "ReadWriteOnce",
    "ROX": "ReadOnlyMany",
    "RWX": "ReadWriteMany",
    "RWOP": "ReadWriteOncePod",
}
_SIZE = re.compile(r"(?P<key>[-._a-zA-Z0-9]+):\s+(?P<size>\d+) bytes")
_KEY = re.compile(r"[-._a-zA-Z0-9]+:")


def _modes(*path: str) -> Reader:
    def reader(body: Body, lines: list[Line], index: int) -> None:
        parts = [_MODES.get(part.strip(), part.strip()) for part in (lines[index].value or "").split(",")]
        body.put([part for part in parts if part] or None, lines[index].number, *path)

    return reader


def _claim_of(body: Body, lines: list[Line], index: int) -> None:
    namespace, mark, name = (lines[index].value or "").partition("/")
    if mark:
        body.put(namespace, lines[index].number, "spec", "claimRef", "namespace")
        body.put(name, lines[index].number, "spec", "claimRef", "name")


def _source(body: Body, lines: list[Line], index: int) -> None:
    """The source of a volume, with the fields that tell which storage it is."""
    source = None
    for line in block(lines, index):
        if line.label == "Type" and source is None:
            source = SOURCES.get((line.value or "").partition(" ")[0])
            if source:
                body.put({}, line.number, "spec", source.key)
        elif source and line.label in source.fields:
            body.put(line.value, line.number, "spec", source.key, source.fields[line.label])


CLAIM: Fields = {
    **HEAD,
    "StorageClass": text("spec", "storageClassName"),
    "Status": phase,
    "Volume": text("spec", "volumeName"),
    "Capacity": text("status", "capacity", "storage"),
    "Access Modes": _modes("status", "accessModes"),
    "VolumeMode": text("spec", "volumeMode"),
    "Conditions": conditions,
}
VOLUME: Fields = {
    **HEAD,
    "StorageClass": text("spec", "storageClassName"),
    "Status": phase,
    "Claim": _claim_of,
    "Reclaim Policy": text("spec", "persistentVolumeReclaimPolicy"),
    "Capacity": text("spec", "capacity", "storage"),
    "Access Modes": _modes("spec", "accessModes"),
    "VolumeMode": text("spec", "volumeMode"),
    "Message": message("status", "message"),
    "Source": _source,
}


def _is_default(body: Body, lines: list[Line], index: int) -> None:
    if lines[index].value == "Yes":
        key = "storageclass.kubernetes.io/is-default-class"
        body.put("true", lines[index].number, "metadata", "annotations", key)


STORAGE_CLASS: Fields = {
    "Name": HEAD["Name"],
    "IsDefaultClass": _is_default,
    "Provisioner": text("provisioner"),
    "AllowVolumeExpansion": flag("allowVolumeExpansion"),
    "ReclaimPolicy": text("reclaimPolicy"),
    "VolumeBindingMode": text("volumeBindingMode"),
}
SECRET: Fields = {**HEAD, "Type": text("type")}


def config_map(body: Body, lines: list[Line]) -> None:
    """Put the keys of a ConfigMap below `data`, each with its text, and those of binary data with their size.

    kubectl prints values as they are: a key is a line above dashes, and so is a value that looks like one.
    """
    binary = _section(lines, "BinaryData")
    data = _section(lines[: binary - 1] if binary else lines, "Data")
    last = _events(lines) if not binary else binary - 2
    keys = [place for place in range(data or last, last - 1) if _is_key(lines, place)]
    for place, following in pairwise((*keys, last)):
        value = "\n".join(line.text for line in lines[place + 2 : following]).strip()
        body.put(value, lines[place].number, "data", lines[place].text.removesuffix(":"))
    if binary:
        _sizes(body, lines[binary:], "binaryData")


def secret(body: Body, lines: list[Line]) -> None:
    """Put the keys of a Secret below `describedData` with what kubectl prints for each: its size, not its value."""
    data = _section(lines, "Data")
    if data:
        _sizes(body, lines[data:], "describedData")


def is_data(lines: list[Line], index: int) -> bool:
    """Whether the section of keys and values begins on this line."""
    return lines[index].text == "Data" and index + 1 < len(lines) and lines[index + 1].text == "===="


def _is_key(lines: list[Line], place: int) -> bool:
    line = lines[place]
    return line.indent == 0 and _KEY.fullmatch(line.text) is not None and lines[place + 1].text == "----"


def _section(lines: list[Line], title: str) -> int:
    """Index behind the heading and its line of `=`; 0 if it is not there."""
    places = [
        place
        for place, line in enumerate(lines[:-1])
        if line.text == title
        and line.indent == 0
        and lines[place + 1].text == "===="
        # The heading stands below an empty line, a value that imitates it right below dashes.
        and place
        and not lines[place - 1].text
    ]
    if not places:
        return 0
    return (places[-1] if title == "BinaryData" else places[0]) + 2


def _sizes(body: Body, lines: list[Line], key: str) -> None:
    for line in lines:
        if found := _SIZE.fullmatch(line.text):
            body.put(f"{found['size']} bytes", line.number, key, found["key"])


def _events(lines: list[Line]) -> int:
    places = [place for place, line in enumerate(lines) if line.indent == 0 and line.label == "Events"]
    return places[-1] if places else len(lines)
