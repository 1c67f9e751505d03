"""How much of a bundle is read before the rest becomes a Problem."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds; each has a command-line option of the same name."""

    max_input: int = 8192 * _MIB
    max_total: int = 4096 * _MIB
    max_member: int = 256 * _MIB
    max_members: int = 200_000
    max_ratio: int = 200
    max_depth: int = 3
    max_document: int = 64 * _MIB
    max_line: int = _MIB
    max_memory: int = 1024 * _MIB
    file_timeout: int = 30
    timeout: int = 900


# A tar extension header above this is an attack, not a name: real ones stay below 1 KiB.
MAX_EXTENSION_HEADER = 64 * 1024

# Names and attributes before one entry; their sum is held in memory.
MAX_EXTENSION_HEADERS = 1024 * 1024

# Archives in archives of one run; a single compressed file is none.
MAX_NESTED_ARCHIVES = 2000

# Up to so many bytes a text of one repeated line may expand SMALL_FACTOR times `max_ratio`;
# below a sixteenth of it any ratio is harmless.
SMALL = 16 * _MIB
SMALL_FACTOR = 10

# Parts that follow one another in a compressed file; blocked gzip has one for 64 KiB.
MAX_FRAMES = 200_000

# Damaged streams of one run that are unpacked once more, to see how far exactly they are sound.
MAX_REPLAYS = 200

# A label above these is shortened in its middle.
MAX_LABEL_BYTES = 1024
MAX_NAME_BYTES = 255
MAX_FOLDERS = 64
