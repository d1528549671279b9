"""Everything that happens to data. Knows no Qt. Start reading at engine.py."""

__version__ = "1.0.0"
