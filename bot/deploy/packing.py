"""Building the package: what an earlier build left is never packed."""

from __future__ import annotations

import shutil

from setuptools.command.build import build


class Build(build):
    """Begins with an empty folder: setuptools packs whatever lies there, also what is gone from the
    checkout by now.
    """

    def run(self) -> None:
        """Build."""
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
