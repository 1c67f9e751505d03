"""Puts what is shipped beside the code into the wheel; everything else is in pyproject.toml.

An editable install reads rules and templates where they lie, so nothing is copied for one.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
# Place in the wheel (analyzer/shipped.py looks there) -> place in the repository.
SHIPPED = {
    "rules": "rules",
    "templates": "reports/templates",
    "samples/cgroup-oom-container": "sample_bundles/cgroup-oom-container",
}


class BuildWithShippedFiles(build_py):
    """Copies rules, templates and the sample of `bundlescope demo` below analyzer/_shipped."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            for place, source in SHIPPED.items():
                target = Path(self.build_lib, "analyzer", "_shipped", place)
                shutil.rmtree(target, ignore_errors=True)
                shutil.copytree(ROOT / source, target, ignore=shutil.ignore_patterns("__pycache__"))


setup(cmdclass={"build_py": BuildWithShippedFiles})
