"""The demo: a lived-in program of invented data, made by the real parts. There is no way to send it."""
