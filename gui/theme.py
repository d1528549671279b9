"""Colours, type and spacing: the only place that knows how Vitrine looks."""

from enum import IntEnum
from typing import Literal, NamedTuple, TypeAlias, TypedDict

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from core import paths

Name: TypeAlias = Literal["system", "light", "dark", "contrast"]
# How much a state asks for attention; the colours of its pill.
Kind: TypeAlias = Literal["good", "warn", "bad", "plain"]

TINY, SMALL, MEDIUM, LARGE, WIDE = 4, 8, 12, 16, 24
CORNER, SMALL_CORNER = 8, 6
POINTS = 10.0
# Nothing is set smaller than this, at 100 %.
LEAST_POINTS = 9.0
# At this share of the size DejaVu Sans Mono stands level with Inter.
MONO_SHARE = 0.9
HALF = 0.5
# How faint a control is that cannot be used now, where colours alone would not show it.
FAINT = 0.55
# Inter's own line spacing is tight for reading: 19 pixels for 10 points are calm.
LINE_SHARE = 1.18
FAMILY = "Inter"
MONO_FAMILY = "DejaVu Sans Mono"
# Of Qt.ItemDataRole. To name Qt costs 15 ms, more than all else before the first paint.
DISPLAY_ROLE, ALIGNMENT_ROLE, SPOKEN_ROLE, USER_ROLE = 0, 7, 11, 0x100


class Role(IntEnum):
    """What a table's cell may carry; models and tables both know it from here."""

    TEXT = DISPLAY_ROLE  # str
    ALIGN = ALIGNMENT_ROLE  # Qt.AlignmentFlag: of the text
    SPOKEN = SPOKEN_ROLE  # str: what a screen reader says in place of the text
    MONO = USER_ROLE + 1  # bool: a value, in monospace
    PILL = USER_ROLE + 2  # str: a pill after the text, or alone
    SECOND = USER_ROLE + 3  # str: a decoded form, in grey behind the text, or below it where rows may grow
    MUTED = USER_ROLE + 4  # bool: grey
    KIND = USER_ROLE + 5  # str: the pill's colours, "warn" if not said
    TABULAR = USER_ROLE + 6  # bool: figures of even width


class Type(TypedDict, total=False):
    """How text differs from the program's: larger by points (counted at 100 %), weight, monospaced, even figures."""

    points: float
    weight: int
    mono: bool
    tabular: bool


class Colours(NamedTuple):
    """One theme, as data."""

    window: QColor
    sidebar: QColor
    surface: QColor
    line: QColor
    text: QColor
    muted: QColor
    accent: QColor
    soft: QColor
    good: QColor
    warn: QColor
    bad: QColor
    border: QColor
    good_ground: QColor
    warn_ground: QColor
    bad_ground: QColor
    json_key: QColor
    json_string: QColor
    json_number: QColor


def _colours(hexes: str) -> Colours:
    return Colours(*(QColor(f"#{part}") for part in hexes.split()))


# The order is that of the fields above, four or five to a line.
LIGHT = _colours(
    "F4F6F8 ECEFF3 FFFFFF DFE4EA 141A22 586474 0A6C74 DDF0F0 18794A 8A5A00 B42318 7C8896 "
    "E2F4EA FDF0D5 FCE8E6 0A6C74 7A3E9D A04A00"
)
DARK = _colours(
    "11161C 0D1217 182029 2A3541 E7ECF2 98A5B4 5CC8C6 14353A 5BCB90 F0B95B FF8A80 6B7B8D "
    "12321F 3A2A0C 3D1714 5CC8C6 D6A8F0 F5A66B"
)
CONTRAST = _colours(
    "000000 000000 000000 FFFFFF FFFFFF E6E6E6 FFE600 00364D 7DF09B FFD75E FF9E94 FFFFFF "
    "00260F 2B2000 330A06 FFE600 8CE8FF FFB870"
)

THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def begin(app: QApplication, name: Name) -> None:
    """Give the empty window its colours, and nothing that takes time: of "system" as much as the palette tells."""
    guess = LIGHT if app.palette().color(QPalette.ColorRole.Window).lightnessF() > HALF else DARK
    app.setPalette(_palette(THEMES.get(name, guess)))


def apply(app: QApplication, name: Name, text_scale: float = 1.0) -> None:
    """Give the whole program this theme and this size of text; safe to call again while it runs."""
    if app.style().name().lower() != "fusion":
        app.setStyle("Fusion")
    _load_fonts(app)
    base = QFont(FAMILY)
    base.setPointSizeF(POINTS * text_scale)
    base.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if app.font() != base:
        app.setFont(base)
    palette = _palette(THEMES.get(name) or _of_system(app))
    app.setPalette(palette)
    QToolTip.setPalette(palette)
    QToolTip.setFont(base)
    app.setProperty("theme", name)
    app.setProperty("text_scale", text_scale)


def follow(app: QApplication) -> None:
    """From now on change with the system between light and dark, as long as the theme is the system's."""

    def change() -> None:
        if app.property("theme") == "system":
            apply(app, "system", app.property("text_scale"))

    app.styleHints().colorSchemeChanged.connect(change)


def colours(palette: QPalette) -> Colours:
    """The theme a palette was made from: widgets ask while painting, so a change of theme is one repaint."""
    window = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Window).rgb()
    for each in THEMES.values():
        if each.window.rgb() == window:
            return each
    return LIGHT if palette.color(QPalette.ColorRole.Window).lightnessF() > HALF else DARK


def font(base: QFont, *, points: float = 0.0, weight: int = 400, mono: bool = False, tabular: bool = False) -> QFont:
    """`base` made larger by so many points (counted at 100 %), heavier, monospaced, or with even figures."""
    made = QFont(base)
    share = max(POINTS + points, LEAST_POINTS) / POINTS * (MONO_SHARE if mono else 1.0)
    made.setPointSizeF(base.pointSizeF() * share)
    made.setWeight(QFont.Weight(weight))
    if mono:
        made.setFamilies([MONO_FAMILY, "monospace"])
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _of_system(app: QApplication) -> Colours:
    from PySide6.QtCore import Qt

    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _load_fonts(app: QApplication) -> None:
    if app.property("fonts_loaded"):
        return
    for file in sorted((paths.resources() / "fonts").glob("*.[ot]tf")):
        QFontDatabase.addApplicationFont(str(file))
    app.setProperty("fonts_loaded", True)


def _palette(chosen: Colours) -> QPalette:
    role = QPalette.ColorRole
    roles = {
        role.Window: chosen.window, role.AlternateBase: chosen.sidebar, role.Base: chosen.surface,
        role.Button: chosen.surface, role.ToolTipBase: chosen.surface, role.Mid: chosen.line,
        role.WindowText: chosen.text, role.Text: chosen.text, role.ButtonText: chosen.text,
        role.ToolTipText: chosen.text, role.BrightText: chosen.text, role.HighlightedText: chosen.text,
        role.PlaceholderText: chosen.muted, role.Accent: chosen.accent, role.Link: chosen.accent,
        role.LinkVisited: chosen.accent, role.Highlight: chosen.soft, role.Light: chosen.surface,
        role.Midlight: chosen.line, role.Dark: chosen.border, role.Shadow: chosen.border,
    }  # fmt: skip
    palette = QPalette()
    for each, colour in roles.items():
        palette.setColor(each, colour)
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, chosen.muted)
    return palette
