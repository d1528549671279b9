"""Three engines that look for records of their databases in a file, by one contract."""

from pathlib import Path

from core import paths
from core.inspectors.detection.clamav import ClamAV
from core.inspectors.detection.contract import Detector
from core.inspectors.detection.defender import Defender
from core.inspectors.detection.yara import Yara


def engines(rules_folder: Path | None) -> list[Detector]:
    """The engines, none of them loaded yet; `rules_folder` holds the user's own rules."""
    return [Yara((paths.resources() / "rules",), rules_folder), ClamAV(), Defender()]
