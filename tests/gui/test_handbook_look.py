"""The handbook looks like the rest, in every theme and size of text; and shows nothing that is not ours."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.wording.window import ABSENT
from gui import theme
from gui.pages.handbook import CONTENTS, Chapter, read
from gui.theme import CONTRAST, DARK, LIGHT, Colours, Name
from gui.viewer import Viewer
from tests.commands import REPOSITORY
from tests.gui.handbooks import opened, pieces, shows, text
from tests.gui.screen import focusable
from tests.gui.test_access import name_of

PICTURE = QTextDocument.ResourceType.ImageResource.value


def test_only_pictures_that_came_with_it_are_shown(viewer: Viewer, qtbot: QtBot) -> None:
    book = opened(viewer, qtbot)
    own = "../gallery/overview.default.light.en.1.png"
    assert text(book).loadResource(PICTURE, QUrl(own)) is not None
    gallery = (REPOSITORY / "docs" / own.removeprefix("../")).resolve()
    for name in ("https://example.example/a.png", str(gallery), gallery.as_uri(), "../gallery/x.png"):
        assert text(book).loadResource(PICTURE, QUrl(name)) is None, name
    assert text(book).loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl(own)) is None


def test_a_picture_beside_the_handbook_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / "handbook"
    for place in (folder, folder.parent / "gallery", tmp_path):
        place.mkdir(parents=True, exist_ok=True)
        image = QImage(4, 4, QImage.Format.Format_RGB32)
        image.fill(0)
        assert image.save(str(place / "a.png"))
    (folder / "overview.md").write_text("# A\n\n![](a.png) ![](../gallery/a.png) ![](../../a.png) ![](/a.png)\n")
    assert set(read(folder, "overview").pictures) == {"a.png", "../gallery/a.png"}


def test_tags_in_a_page_are_shown_as_they_stand(viewer: Viewer, qtbot: QtBot) -> None:
    book = opened(viewer, qtbot)
    text(book).show_chapter(
        Chapter("overview", "# A\n\n<b>B</b> <img src='x.png'> & <a href='https://c.example'>c</a>\n")
    )
    assert "<b>B</b> <img src='x.png'> & <a href='https://c.example'>c</a>" in text(book).toPlainText()


@pytest.mark.parametrize("spoilt", [b"\xff\xfe", b""])
def test_a_page_that_cannot_be_read_is_told_or_empty(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "overview.md").write_bytes(spoilt)
    assert (ABSENT in read(tmp_path, "overview").text) == bool(spoilt)


@pytest.mark.parametrize(("name", "colours"), [("dark", DARK), ("contrast", CONTRAST), ("light", LIGHT)])
def test_it_follows_theme_and_size_of_text(
    viewer: Viewer, qtbot: QtBot, qapp: QApplication, name: Name, colours: Colours
) -> None:
    viewer.window.choose("license")
    book = opened(viewer, qtbot)
    theme.apply(qapp, name, 2.0)
    QApplication.processEvents()
    by_text = {words: kind for _, words, kind in pieces(book)}
    assert by_text["License"].foreground().color() == colours.accent
    assert by_text["License"].fontUnderline()
    caption = next(kind for words, kind in by_text.items() if words.startswith("“License and dealer”: each fact"))
    assert caption.foreground().color() == colours.muted
    sizes = {words: by_text[words].font().pointSizeF() for words in ("License and dealer", "What you see", "Days left")}
    assert sizes == {"License and dealer": 32, "What you see": 25, "Days left": 20}
    assert by_text["vitrinectl show license"].font().family() == theme.MONO_FAMILY


def test_the_picture_is_as_wide_as_the_text_and_nothing_is_cut_off(viewer: Viewer, qtbot: QtBot) -> None:
    book = opened(viewer, qtbot)
    for width in (1400, 700, 420):
        book.resize(width, 500)
        qtbot.waitUntil(lambda: text(book)._width == text(book)._room())
        [line] = [block.layout().lineAt(0) for block, _, kind in pieces(book) if kind.isImageFormat()]
        assert abs(line.naturalTextWidth() - text(book)._room()) <= 1
        assert text(book)._room() <= text(book).viewport().width() - 2 * theme.WIDE
        assert text(book).horizontalScrollBar().maximum() == 0


def test_at_twice_the_size_of_text_every_page_fits_a_narrow_window(
    open_viewer: Callable[..., Viewer], qtbot: QtBot, qapp: QApplication
) -> None:
    theme.apply(qapp, "light", 2.0)
    viewer = open_viewer()
    book = opened(viewer, qtbot)
    book.resize(700, 600)
    for key in (*viewer.window.keys, CONTENTS):
        book.turn_to(key)
        qtbot.waitUntil(partial(shows, book, key))
        QApplication.processEvents()
        assert text(book).horizontalScrollBar().maximum() == 0, key
        assert book.width() == 700


def test_whatever_takes_the_focus_in_it_has_a_name(viewer: Viewer, qtbot: QtBot) -> None:
    book = opened(viewer, qtbot)
    assert book.accessibleName() == "Handbook"
    assert text(book).accessibleName() == "Handbook: Overview"
    assert [name_of(each) for each in focusable(book)] == ["Contents", "Close", "Handbook: Overview"]
