"""How the guards of the program are broken: from outside, in the process of one sweep alone.

The guards of a row are the functions of the module here that has the name of the row's sweep.
"""

from __future__ import annotations

import pytest

PATCH = pytest.MonkeyPatch()
