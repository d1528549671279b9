"""What the doctor finds on the invented computer. It looks at the demo’s own record and values, and nowhere else."""

from __future__ import annotations

from core import doctor
from core.demo.invented import HOME, RESOURCES
from core.demo.sample import samples
from core.engine import Engine
from core.record.verify import Progress
from core.settings import SettingsStore


def examine(engine: Engine, preferences: SettingsStore, progress: Progress) -> list[doctor.Check]:
    """Return every check there is, all in order. Blocks as the real ones do."""
    return [
        doctor.files(engine, RESOURCES),
        doctor.settings(preferences),
        doctor.readings(engine.show_all()),
        doctor.license_of(engine.product, samples()["active"]),
        doctor.KEYRING,
        doctor.proxy(engine, preferences),
        doctor.state(HOME, engine),
        doctor.records(engine, progress),
    ]
