"""What any connection shows a receiver, beside what is in the body, and what the page says around its table."""

from core.wording import _

# Each row: what it is, its value here, what it tells. Names of headers are what they are in every language.
PROXY, NOT_KNOWN = _("Proxy"), _("not known")
PROXY_TELLS = _(
    "All sending goes through it, and nothing around it. It learns your IP address, the receiver’s name and port, when "
    "and how much; what is inside is encrypted for the receiver."
)
PROXY_UNKNOWN = _(
    "The settings cannot be read, so nobody can say whether one is set: nothing is sent until they can be."
)
# Translators: `who` is one of the next two sentences
TOLD = _("To the proxy {place} this goes first, each line ended by CR LF, and an empty one at the end. {who}")
WHO = _(
    "In place of the brackets stand user and password in base64. Whoever carries this to the proxy can read all of it."
)
NOBODY = _("{count} bytes, which whoever carries them to the proxy can read.")

IP_ADDRESS = _("Your IP address")
PRACTICE = ("127.0.0.1", _("Nothing: in practice the connection stays within this computer."))
PROXIED = (
    _("the proxy’s"),
    _(
        "The receiver sees the proxy’s instead, and yours only if the proxy tells it; the proxy sees yours. "
        "Submissions that come through one proxy can be recognised as coming through it."
    ),
)
DIRECT = (
    _("your network’s"),
    _(
        "No connection works without it. From it your country, often your region and your network’s provider can be "
        "derived, and submissions that come from one address can be recognised as one household’s."
    ),
)
TIME = (_("Time"), _("when it is sent"), _("When this computer is on and connected."))
NOT_ENCRYPTED = (_("Encryption"), _("none"), _("The whole request, to whoever carries the connection."))
SERVER_NAME = _("Server name (TLS)")
SERVER_NAME_TELLS = _("Readable to whoever carries the connection, though the rest is encrypted.")
ENCRYPTED = (_("Encryption offered"), _("what this system can"), _("Its order is typical of the program and system."))
REQUEST_LINE, REQUEST_LINE_TELLS = _("Request line"), _("That these are submissions.")
HEADERS = {
    "Host": _("The receiver’s name. Whoever carries the connection can read it only where it is not encrypted."),
    "User-Agent": _("That Vitrine sent it. No version and no system: those are items, and stand in their groups."),
    "Accept": _("The form of answer Vitrine can read."),
    "Accept-Encoding": _("That the answer must come as it is, not packed."),
    "Content-Type": _("The form of the body: one submission a line."),
    "Content-Length": _("The body’s length in bytes, here of the first group. It hints at which group it is."),
}

# Beside a request's bytes, on a group's page.
HEADERS_ALL = (_("Headers"), _("All of them. No other header is added when sending."))
ADDRESS = _("Address")
SHOWS_IP_ADDRESS = _("Any connection shows it. See “What a connection shows”.")
BY_WHOM = (_("By whom"), _("The extension in your browser, in the page itself."))
FROM_THERE = (_("Where it goes from there"), _("Where the page takes it; Vitrine does not see that."))

# The page “What a connection shows”, around its table.
SENTENCE = _(
    "Each submission to {vendor} shows this too, whatever its body holds. What is sent together, or from one address, "
    "can be recognised as coming from one device."
)
IN_PRACTICE = _("In practice the connection stays within this computer, so nobody else sees any of this.")
TOLD_TO_PROXY = _("Told to the proxy")
COLUMNS = (_("What"), _("Here"), _("What it tells"))
