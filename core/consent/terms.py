"""What a decision on a group is about, as text that is hashed; and what differs between two of them, in words."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import msgspec

from core.catalogue import Catalogue, Category
from core.product import Product
from core.text import visible
from core.wording import terms as words

# Of what somebody may have written into the record, so many letters are told.
LONGEST = 200
Item: TypeAlias = tuple[str, str, int, str, list[str]]
# The recipient of a group that goes to the sites which the product lists.
SITE = "site"


class _Terms(msgspec.Struct, array_like=True):
    """Terms as they are hashed. `sites`: only of a group that goes to sites, those of the product's list."""

    about: list[str]
    items: list[Item]
    sites: list[str] = []


def text(catalogue: Catalogue, product: Product, category: Category) -> str:
    """Everything a decision on this group is about. A decision holds for exactly this text and for no other."""
    about = [catalogue.statement.id, product.agreement.id, category.key, category.clause, category.basis]
    about += [category.trigger, catalogue.recipient_of(category), product.endpoint.address, product.receiver]
    items = [[item.key, item.type, item.position, item.left_out, sorted(item.values)] for item in category.items]
    # The user's own changes of the list are decisions already; the product's are none.
    sites = [sorted(set(product.payment_sites))] if category.recipient == SITE else []
    return msgspec.json.encode([about, items, *sites]).decode()


def sha256(terms: str) -> str:
    """The terms' short name: what events and permits hold."""
    return hashlib.sha256(terms.encode()).hexdigest()


def differences(before: str, after: str, titles: Mapping[str, str]) -> list[str]:
    """What changed from one text to the other, a sentence each; `titles` of the facts. [] if `before` is no terms."""
    try:
        old, new = (msgspec.json.decode(each, type=_Terms) for each in (before, after))
    except msgspec.DecodeError:
        return []
    changed = [
        words.WAS_AND_IS.format(what=what, was=_said(was), now=_said(now))
        for what, was, now in zip(words.ABOUT, old.about, new.about, strict=False)
        if was != now
    ]
    changed += _sites(words.NEW_SITES, new.sites, old.sites)
    changed += _sites(words.FORMER_SITES, old.sites, new.sites)
    old_items, new_items = ({item[0]: item for item in each.items} for each in (old, new))
    for key in [*new_items, *(key for key in old_items if key not in new_items)]:
        title = titles.get(key) or _said(key)
        if key not in old_items:
            changed.append(words.NEW_FACT.format(fact=title))
        elif key not in new_items:
            changed.append(words.FORMER_FACT.format(fact=title))
        elif parts := _parts(old_items[key], new_items[key]):
            changed.append(words.OTHER_FACT.format(fact=title, parts=", ".join(parts)))
    return changed


def _sites(sentence: str, those: Sequence[str], others: Sequence[str]) -> list[str]:
    """Those that are not among the others, in a sentence; none where there are none."""
    more = ", ".join(each for each in those if each not in others)
    return [sentence.format(sites=_said(more))] if more else []


def _said(text: str) -> str:
    """In words, and bounded."""
    return words.VALUES.get(text) or visible(text[:LONGEST])


def _parts(before: Item, after: Item) -> list[str]:
    return [name for name, old, new in zip(words.FACT_PARTS, before[1:], after[1:], strict=True) if old != new]
