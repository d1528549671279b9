"""What the page of a group says around its values and its bytes, and beyond that of what happens."""

from core.wording import _

# The tabs, in their order; on the first one stands the group's own title.
TABS = (_("List"), _("Readable"), _("Exact bytes"), _("Request"), _("Changed since last sent"))
# Translators: {tab} is the last of the tabs, {count} how many values changed.
TAB_COUNTED = _("{tab} ({count})")
TABS_NAME, DETAILS_NAME = _("How to look at this group"), _("About what is chosen")
IS_SENT, WOULD_BE_SENT = _("Value that is sent"), _("Value that would be sent")

# At the head: whether it is sent, and its facts.
SENT, NOT_SENT = _("This group is sent"), _("This group is not sent")
PAUSED, TERMS_CHANGED = _("paused"), _("terms changed")
GOES_TO, WOULD_GO_TO, LAST_SENT, NEXT = _("Goes to"), _("Would go to"), _("Last sent"), _("Next")
POINTS_TO_YOU = _("Can it point to you?")
CONFIRMED, CANCEL = _("confirmed"), _("cancel")
# Translators: when the group goes next.
WAITS_PAUSED, TRIED_AGAIN, NOW = _("waits while paused"), _("tried again by itself"), _("now")
NONE, NONE_WAITS, WHEN_IT_HAPPENS = _("none"), _("none waits"), _("when it happens")
# Its switch, or the way to the agreement, by how that stands.
SWITCH = _("{group} is sent")
ACCEPT_FIRST = _("accept first ›")
LINKS = {
    "accepted": _("until you withdraw ›"),
    "open": _("you decide ›"),
    "declined": _("not sent ›"),
    "withdrawn": _("not sent ›"),
    "unread": _("not read ›"),
    "changed": _("changed: decide ›"),
}
# Translators: {link} is one of the links above without its sign.
LINK_SPOKEN = _("{group}: {link}")
# Translators: {why} is why nothing is sent, without its full stop.
FIXED, ACCEPT_THE_AGREEMENT = _("{why}."), _("{why}: accept the agreement first.")

# At the foot.
READING, SENDING = _("Reading…"), _("Sending…")
EVERY = _("values are read again every {seconds} s")
COPY, SEND = _("Copy exact bytes"), _("Send now")
COPIED = _("Copied {count} bytes.")
NOTHING_HAPPENED = _("Nothing has happened yet.")

# The bytes.
BYTES_NAME, BYTES_COUNT = _("{group}: exact bytes"), _("{count} bytes")
WOULD_GO = _("What would go if it were sent now, exactly so. One line, wrapped to fit.")
# Translators: {goes} says whether these bytes go; of the hash the ends are shown.
WITH_HASH = _("{goes}   SHA-256 {start}…{end}")
SEE_WAITING = _("See the one that waits")
SAMPLE = _("Sample. These values are invented; none of them is ever sent.")
NOTHING_YET = _(
    "Nothing would go: nothing has happened yet. An event’s facts would look like this, inside a submission."
)
ADDED = _("Added for delivery")
SITE_ADDS_NOTHING = (
    _("Nothing"),
    _("The payment site is told these facts alone: no number, no name of the group."),
    False,
)
NO_BYTES, NO_REQUEST = _("No bytes"), _("No request")
NO_REQUEST_WHY = _("Vitrine sends none: the page you opened is told, inside your browser.")
REQUEST_COUNT = _("{head} bytes before the body, whose lines end in CR LF; {body} bytes of body.")
WHOLE_REQUEST, HOW_TOLD = _("The whole request"), _("How it is told")

# What changed since the last sending.
CHANGES_NAME = _("{group}: changed since last sent")
CHANGES_TITLES = (_("What"), _("Now"), _("Was sent"))
NOTHING_CHANGED = _("Nothing changed: the values are those that went last.")
WENT_LAST, SENT_AT, SENT_NUMBER = _("What went last"), _("Sent"), _("{when}, No. {number}")
BYTES, ITS_BYTES, IN_HISTORY = _("Bytes"), _("Its bytes"), _("Stand in the History.")

# The pages of checked files, web addresses and payment sites.
LIST_NAME = _("{group}: what happened")
CLEAR = _("Clear list")
# By group, while nothing has happened: a heading and a sentence. {sample} is the next one.
NONE_YET = {
    "processed_object": (
        _("Nothing was checked yet."),
        _("Drop a file above: what would be told of it then stands here. {sample}"),
    ),
    "web_request": (
        _("No address was asked about yet."),
        _(
            "Paste one above, or switch the group on and let the extension in your browser tell of those you open. "
            "{sample}"
        ),
    ),
    "payment": (
        _("No payment site was told anything yet."),
        _("Each site that is told stands here, with the exact bytes it was given. {sample}"),
    ),
}
SAMPLE_UNTIL_THEN = _("The tabs Readable and Exact bytes show a marked sample until then.")
# Translators: {fate} says in one sentence or two what became of the bytes.
EXACTLY_SO = _("Exactly so. {fate} One line, wrapped to fit.")
WOULD_BE_TOLD, OUTCOME, WHEN = _("What would be told"), _("What became of it"), _("When")
WHERE_IT_LIES = _("Where it lies (never sent)")

# The fields above the lists.
NO_CHECKS = _("Sample data: nothing can be checked here.")
DROP, STAY = _("Drop files here to see what would be told"), _("They stay on this device, and so do their names.")
STOP, CHOOSE_FILES, CHOOSE_FOLDER = _("Stop"), _("Choose files…"), _("Choose a folder…")
FILES_TO_CHECK, FOLDER_TO_CHECK = _("Choose files to check"), _("Choose a folder to check")
CHECKING = _("Checking {file} · {turn:,} of {count:,}")
ADDRESS, CHECK, CHECK_ANYWAY, ASKING = _("Web address"), _("Check"), _("Check it all the same"), _("Asking …")
ASKS = _(
    "Checking looks the name up with your name service and connects to that server directly, never through a proxy, "
    "to see its certificate; once more where its certificate is not trusted. The server sees your IP address and the "
    "name it is asked for, no more. What follows “?” or “#”, and a name or password in the address, is dropped at "
    "once. So it is for each address that the extension in your browser notices; in practice too."
)
SITES = _(
    "The extension in your browser tells a listed site when you open it: over https, never in a frame. "
    "“vitrinectl browser install” sets it up; its button in the browser shows and changes the list. "
    "In practice too: what a site is told does leave this computer."
)
