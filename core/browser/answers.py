"""What each question is answered. Everything is decided here and now; the extension decides nothing."""

from __future__ import annotations

from core.assembly import Vitrine
from core.browser.budget import Budget
from core.browser.questions import (
    Answer,
    AskAddSite,
    AskPayment,
    AskRemoveSite,
    AskState,
    AskWebRequest,
    Facts,
    Group,
    No,
    Question,
    State,
    Taken,
)
from core.browser.sites import Sites
from core.browser.visits import GROUP as WEB_REQUEST
from core.browser.visits import Visits
from core.collectors import payment
from core.consent import Choices
from core.engine import TOLD
from core.inspectors.address import reduced
from core.strict import Refused

# Nobody opens payment sites faster; a site that loads itself over and over fills no record.
MOST_TOLD, TOLD_A_SECOND = 30, 0.5
MORE = "More of the address was given than may be told."


class Answers:
    """Answers one extension in one browser, for as long as that keeps asking."""

    def __init__(self, vitrine: Vitrine, plugin_id: str, mode: payment.Mode, visits: Visits) -> None:
        """`plugin_id`: the extension's, as the browser names it; `mode`: as the launcher says it."""
        self._vitrine, self._plugin_id, self._mode = vitrine, plugin_id, mode
        self._sites = Sites(vitrine.home, vitrine.engine.product.payment_sites)
        self._visits = visits
        self._told = Budget(MOST_TOLD, TOLD_A_SECOND)

    def to(self, question: Question) -> Answer:
        """The answer, of whatever is asked in the right form."""
        try:
            match question:
                case AskState():
                    return self._state()
                case AskPayment():
                    return self._payment(question.url)
                case AskWebRequest():
                    return self._web_request(question)
                case AskAddSite():
                    self._sites.add(question.host)
                case AskRemoveSite():
                    self._sites.remove(question.host)
            return self._state()
        except (OSError, Refused) as error:
            return No(str(error))

    def _state(self) -> State:
        product = self._vitrine.engine.product
        return State(
            product=product.name,
            vendor=product.vendor.name,
            mode=self._mode,
            payment=self._group(TOLD),
            web_request=self._group(WEB_REQUEST),
            paths=self._vitrine.preferences.load().send_paths,
            sites=self._sites.all(),
        )

    def _group(self, key: str) -> Group:
        try:
            choices = self._vitrine.engine.consent.choices()
        except (OSError, Refused):
            return Group(on=False, why="unread")
        return group(choices, key)

    def _payment(self, url: str) -> Facts:
        """What the page is to be given: recorded by the engine before it is answered here."""
        address = reduced(url)
        if address.dropped:
            raise Refused(MORE)
        listed = {site.host for site in self._sites.all()}
        engine = self._vitrine.engine
        if address.scheme != "https" or address.host not in listed or not self._group(TOLD).on or not self._told.take():
            return Facts(None)
        body = engine.tell(payment.reading(engine.product, self._plugin_id, self._mode), address.host)
        return Facts(None if body is None else body.decode("ascii"))

    def _web_request(self, question: AskWebRequest) -> Taken:
        if question.private or not self._group(WEB_REQUEST).on:
            return Taken(taken=False)
        address = reduced(question.url, with_path=self._vitrine.preferences.load().send_paths)
        if address.dropped:
            raise Refused(MORE)
        return Taken(address.scheme == "https" and self._visits.take(address))


def group(choices: Choices, key: str) -> Group:
    """Whether it is on now, and why not."""
    if key in choices.permit.categories:
        return Group(on=True, why="")
    if choices.standing != "accepted":
        return Group(on=False, why=choices.standing)
    if choices.paused:
        return Group(on=False, why="paused")
    return Group(on=False, why="changed" if key in choices.changed else "off")
