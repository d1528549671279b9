"""The parts every page is built from; each module is one family of them."""
