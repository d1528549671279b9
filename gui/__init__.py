"""The window: it shows what core knows and decides nothing about data."""
