"""`python -m gui` and `vitrine`: the language is known before anything that has words is imported."""

import argparse
import os
import sys
from collections.abc import Sequence

LANGUAGES = ("en", "pseudo")


def main() -> int:
    """Open the viewer in the language asked for; see gui.app.main."""
    language = _language(sys.argv[1:])
    if language in LANGUAGES:
        os.environ["VITRINE_LANGUAGE"] = language
    from gui import app

    return app.main()


def _language(arguments: Sequence[str]) -> str | None:
    """What --language names, None where it does not stand there; what is wrong with it gui.app says."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--language")
    try:
        return str(parser.parse_known_args(arguments)[0].language)
    except argparse.ArgumentError:
        return None


if __name__ == "__main__":
    raise SystemExit(main())
