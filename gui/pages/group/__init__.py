"""The pages of the seven groups."""
