"""The harmless file by which everybody tries scanners, put together here so that no scanner takes this one for it."""

from __future__ import annotations

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
