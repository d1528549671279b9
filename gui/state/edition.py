"""What holds for every page as long as the viewer runs."""

from __future__ import annotations

from dataclasses import dataclass

from core.catalogue import Catalogue, Category
from core.consent.terms import SITE
from core.product import Product


@dataclass(frozen=True, slots=True)
class Edition:
    """Which statement, which product, whether all is sample data, and how often values are read."""

    catalogue: Catalogue
    product: Product
    sample: bool
    refresh_seconds: int

    @property
    def kind(self) -> str:
        """Whether what is shown is real, in a word or two."""
        return "sample data" if self.sample else "practice" if self.practice else "real"

    @property
    def practice(self) -> bool:
        """Whether no submission can leave this computer, whatever is decided."""
        return self.sample or self.product.endpoint.practice

    def is_practice(self, category: Category) -> bool:
        """Whether what this group tells cannot leave this computer: a site that a browser tells is no receiver of ours,
        and real in practice too."""
        return self.sample or (self.practice and category.recipient != SITE)
