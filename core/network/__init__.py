"""One connection to another computer, which can be stopped at any moment; and a proxy on its way."""
