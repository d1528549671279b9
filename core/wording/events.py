"""What the pages of checked files, web addresses and payment sites say beyond what every group's page says."""

from __future__ import annotations

from core.wording import _

LIST_NAME = _("{group}: what happened")
CLEAR = _("Clear list")
# By group, while nothing has happened: a heading and a sentence. {sample} is the next one.
NOTHING_YET = {
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
