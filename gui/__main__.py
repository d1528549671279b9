"""`python -m gui` and `vitrine`."""

from gui.app import main

if __name__ == "__main__":
    raise SystemExit(main())
