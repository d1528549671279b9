"""Three engines that look for records of their databases in a file, by one contract."""

from __future__ import annotations

import sys
from pathlib import Path

from core import paths
from core.inspectors.detection.clamav import ClamAV
from core.inspectors.detection.contract import Absent, Detector
from core.inspectors.detection.yara import Yara
from core.wording import files as wording


def engines(rules_folder: Path | None) -> list[Detector]:
    """The engines of this system, none of them loaded yet; `rules_folder` holds the user's own rules."""
    own = paths.resources() / "rules"
    found: list[Detector] = [Yara((own,), rules_folder), ClamAV()]
    if sys.platform == "win32":
        from core.inspectors.detection.defender import Defender  # noqa: PLC0415 - only Windows has it

        return [*found, Defender()]
    return [*found, Absent("defender", wording.PART_OF_WINDOWS)]
