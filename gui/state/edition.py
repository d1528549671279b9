"""What holds for every page as long as the viewer runs."""

from dataclasses import dataclass

from core.catalogue import Catalogue, Category
from core.consent.terms import SITE
from core.product import Product
from core.wording import support as words


@dataclass(frozen=True, slots=True)
class Edition:
    """Which statement, which product, whether all is sample data, and after how many seconds values are read again."""

    catalogue: Catalogue
    product: Product
    sample: bool
    refresh_seconds: int

    @property
    def kind(self) -> str:
        """Whether what is shown is real, in a word or two."""
        return words.SAMPLE if self.sample else words.PRACTICE if self.practice else words.REAL

    @property
    def practice(self) -> bool:
        """Whether no submission can leave this computer, whatever is decided."""
        return self.sample or self.product.endpoint.practice

    def is_practice(self, category: Category) -> bool:
        """Return whether what this group tells cannot leave this computer; a site is real in practice too."""
        return self.sample or (self.practice and category.recipient != SITE)
