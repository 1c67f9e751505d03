"""`python -m story_maker [STORY…]` writes sample_bundles/<story>; without names, all of them."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

from story_maker import stories
from story_maker.bundle import Story

TARGET = Path(__file__).parent.parent / "sample_bundles"


def tell(name: str) -> Story:
    """Return the story of that name, like cgroup-oom-container."""
    module = importlib.import_module(f"story_maker.stories.{name.replace('-', '_')}")
    story: Story = module.tell()
    return story


def names() -> list[str]:
    """Return the names of all stories."""
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(stories.__path__))


def main(arguments: list[str]) -> None:
    """Write the stories named, else all."""
    for name in arguments or names():
        size = tell(name).write(TARGET / name)
        sys.stdout.write(f"{name}: {size // 1024} KiB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
