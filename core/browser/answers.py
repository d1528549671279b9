"""What each question is answered. Everything is decided here and now; the extension decides nothing."""

from collections.abc import Callable
from typing import TypeAlias

from core import clock
from core.assembly import Vitrine
from core.browser import questions
from core.browser.sites import Sites
from core.browser.visits import GROUP as WEB_REQUEST
from core.browser.visits import Visits
from core.collectors import payment
from core.engine import TOLD
from core.errors import Code, Refused
from core.inspectors.address import reduced
from core.wording.errors import sentence

# Nobody opens payment sites faster; a site that loads itself over and over fills no record.
MOST_TOLD, TOLD_A_SECOND = 30, 0.5
Say: TypeAlias = Callable[[questions.Answer], None]


def nobody(_answer: questions.Answer) -> None:
    """Take an answer that nobody is to hear."""


class Budget:
    """A bound on how much is done: so many at once, then so many a second, by the clock that nobody can set."""

    def __init__(self, most: float, a_second: float) -> None:
        self._most, self._a_second = most, a_second
        self._left, self._at = most, clock.monotonic()

    def take(self) -> bool:
        """Take room for one more; False where there is none."""
        at = clock.monotonic()
        self._left = min(self._most, self._left + (at - self._at) * self._a_second)
        self._at = at
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Answers:
    """Answers one extension in one browser, for as long as that keeps asking."""

    def __init__(self, vitrine: Vitrine, plugin_id: str, mode: payment.Mode, visits: Visits) -> None:
        """`plugin_id`: the extension's, as the browser names it; `mode`: as the launcher says it."""
        self._vitrine, self._plugin_id, self._mode = vitrine, plugin_id, mode
        self._sites = Sites(vitrine.home, vitrine.engine.product.payment_sites)
        self._visits = visits
        self._told = Budget(MOST_TOLD, TOLD_A_SECOND)

    def to(self, question: questions.Question, say: Say = nobody) -> questions.Answer:
        """Return the answer to a question, after `say` has said it.

        What a site is told is said before any decision against it returns. Raises what `say` does, which is no OSError.
        """
        try:
            if isinstance(question, questions.AskPayment) and (facts := self._payment(question.url, say)):
                return facts
            answer = self._answer(question)
        except (OSError, Refused) as error:
            answer = questions.No(sentence(error))
        say(answer)
        return answer

    def _answer(self, question: questions.Question) -> questions.Answer:
        match question:
            case questions.AskPayment():
                return questions.Facts(None)
            case questions.AskWebRequest():
                return self._web_request(question)
            case questions.AskAddSite():
                self._sites.add(question.host)
            case questions.AskRemoveSite():
                self._sites.remove(question.host)
        return self._state()

    def _state(self) -> questions.StateAnswer:
        product = self._vitrine.engine.product
        return questions.StateAnswer(
            product=product.name,
            vendor=product.vendor.name,
            mode=self._mode,
            payment=self._group(TOLD),
            web_request=self._group(WEB_REQUEST),
            paths=self._vitrine.preferences.load().send_paths,
            sites=self._sites.all(),
        )

    def _group(self, key: str) -> questions.GroupAnswer:
        """Whether a group is on now, and if not, why."""
        choices = self._vitrine.engine.choices()
        if key in choices.permit.categories:
            return questions.GroupAnswer(on=True, why="")
        if choices.standing != "accepted":
            return questions.GroupAnswer(on=False, why=choices.standing)
        if choices.paused:
            return questions.GroupAnswer(on=False, why="paused")
        return questions.GroupAnswer(on=False, why="changed" if key in choices.changed else "off")

    def _payment(self, url: str, say: Say) -> questions.Facts | None:
        """What the page is to be given, which is recorded by the engine and then said; None where there is nothing.

        The list has host names, so a site is what answers at the usual port; what is at another may be somebody else's.
        """
        address = reduced(url)
        if address.dropped:
            raise Refused(Code.BROWSER_MORE_THAN_MAY_BE)
        listed = {site.host for site in self._sites.all()}
        engine = self._vitrine.engine
        is_site = address.url == f"https://{address.host}" and address.host in listed
        if not is_site or not self._group(TOLD).on or not self._told.take():
            return None
        reading = payment.reading(engine.product, self._plugin_id, self._mode)
        body = engine.tell(reading, address.host, lambda body: say(questions.Facts(body.decode("ascii"))))
        return None if body is None else questions.Facts(body.decode("ascii"))

    def _web_request(self, question: questions.AskWebRequest) -> questions.TakenAnswer:
        # Read before the settings: whatever is switched off from here on ends it.
        permit = self._vitrine.engine.choices().permit
        if question.private or WEB_REQUEST not in permit.categories:
            return questions.TakenAnswer(taken=False)
        address = reduced(question.url, with_path=self._vitrine.preferences.load().send_paths)
        if address.dropped:
            raise Refused(Code.BROWSER_MORE_THAN_MAY_BE)
        return questions.TakenAnswer(address.scheme == "https" and self._visits.take(address, permit))
