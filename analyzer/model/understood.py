"""Lines of which a parser knows what they are."""

from __future__ import annotations

from typing import NamedTuple


class Understood(NamedTuple):
    """Lines `first` to `last` of a member have a form that the parser knows, whether or not rows came of them."""

    first: int
    last: int
