"""Files of /sys: huge pages, disk queues, network interfaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.bundle.member import Piece
from analyzer.model.understood import Understood
from analyzer.parsers.node.claims import claims
from analyzer.tables import node_texts
from analyzer.tables.node_texts import NodeText

MEMBERS = ("sys-file", "path-values")
YIELDS = (node_texts.TABLE,)


def parse(piece: Piece) -> Iterator[NodeText | Understood]:
    """Yield one record per file of interest, under its path below /sys; the others are only understood."""
    known = []
    for line in piece.lines:
        if piece.role == "sys-file":
            path, value = piece.context.get("file", piece.path), line.text.strip()
        elif found := _ROW.fullmatch(line.text.rstrip()):
            path, value = found["path"], found["value"]
        else:
            continue
        below = _BELOW.search(path)
        if below is None or not value:
            continue
        known.append(line.number)
        if _WANTED.fullmatch(below["path"]):
            yield NodeText(line.number, "sys", below["path"], value[:1000])
    yield from claims(known)


_ROW = re.compile(r"\s*(?P<path>/?sys/(?:kernel|block|class|devices|module)/[^\s:]{1,300}):(?P<value>.*)")
_BELOW = re.compile(
    r"(?:^|/)(?<!proc/)sys/(?P<path>(?:kernel|block|class|devices|module)/[\w./:@-]{1,300}?)(?:\.txt)?$"
)
_WANTED = re.compile(
    r"kernel/mm/transparent_hugepage/(?:enabled|defrag|khugepaged/defrag)|block/[\w!-]+/queue/(?:scheduler|rotational|nr_requests)"
    r"|class/net/(?!veth|cali|lxc)[\w.@-]+/(?:mtu|operstate|carrier|speed)|module/nf_conntrack/parameters/hashsize"
    r"|devices/system/cpu/(?:online|offline)|devices/system/clocksource/clocksource0/current_clocksource"
    r"|class/dmi/id/(?:sys_vendor|product_name)"
)
