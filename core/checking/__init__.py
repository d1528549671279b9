"""Checks what the user names, a file or a web address, and hands what would be told of it to the engine."""
