"""Draws pages into a folder, as the user would see them."""
