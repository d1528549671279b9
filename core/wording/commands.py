"""What `vitrinectl … --help` says: what each command does, its examples, its actions and its options."""

from core.wording import _

DESCRIPTION = _("Shows exactly what would be sent, lets you decide, and proves what was sent.")
COMMANDS = {
    "agreement": _("read, accept or decline the agreement"),
    "consent": _("the switches, withdrawal, and the record of every decision"),
    "pause": _("stop all sending until you resume"),
    "resume": _("let sending go on"),
    "send": _("queue what is allowed and send it now"),
    "outbox": _("what waits, and what was not confirmed"),
    "history": _("what was sent, tried or cancelled, and whether the record fits together"),
    "show": _("what each group would send, read now; sends nothing"),
    "check": _("what would be told of a file or a web address, once it was checked"),
    "browser": _("tell your browsers where Vitrine is, and open the protected browser"),
    "license": _("how long the license holds, activate another, remove it"),
    "doctor": _("whether everything Vitrine needs is in order"),
    "settings": _("how the program behaves on this computer"),
    "receiver": _("the practice receiver, on this computer, until you end it"),
    "schema": _("JSON Schema of what is sent and of the files Vitrine reads"),
}
# By command, each action of it; "" where its name says all.
ACTIONS = {
    "browser": {
        "install": _("tell the browsers found here where Vitrine is"),
        "remove": _("tell no browser any more"),
        "status": _("how it stands with each browser"),
        "safe": _("open a page in the protected browser"),
    },
    "check": {
        "file": _("files and folders: who signed them, and what is found in them"),
        "url": _("a web address: its server is asked who it is"),
    },
    "consent": {"list": "", "on": "", "off": "", "withdraw": "", "history": ""},
    "history": {
        "list": _("every submission, newest first"),
        "show": _("one submission, its receipt and its body"),
        "verify": _("whether the record fits together"),
        "export": _("everything there is, into a new file"),
    },
    "license": {
        "show": _("how the license stands"),
        "activate": _("use this license file from now on"),
        "remove": _("hold no license any more"),
    },
    "outbox": {
        "list": _("what stands in it, and until when it is held"),
        "show": _("the body and nothing else"),
        "cancel": _("do not send it"),
        "clear": _("cancel everything that waits"),
        "retry": _("send now what waits and is not held any more"),
        "export": _("the bodies, one a line, into a new file"),
    },
    "settings": {"get": _("print one setting, or all"), "set": _("change one setting")},
}
# Translators: a command is typed as it is; what stands to its right is translated, and begins in one column.
EXAMPLE = _("example: vitrinectl show environment")
EXAMPLES = {
    "agreement": _("""example:
  vitrinectl agreement                       the text, and what was decided
  vitrinectl agreement accept --region eu    accept it
  vitrinectl agreement decline               decline it; after acceptance, withdraw it"""),
    "browser": _("""example:
  vitrinectl browser install                      tell the browsers found here where Vitrine is
  vitrinectl browser status                       whether they still are told so
  vitrinectl browser safe https://pay.example     open a page in the protected browser

The protected browser is Chromium with a profile of its own: fresh each time, without other extensions, and gone when it
is closed. It does not protect from other programs on this computer."""),
    "check file": _("""example:
  vitrinectl check file setup.exe        who signed it, and what is found in it
  vitrinectl check file Downloads        every file in a folder, in a line each unless there is more to say
  vitrinectl check file Downloads --all  everything of each

Vitrine checks only to show what would be told. It removes nothing, and the file stays where it is."""),
    "check url": _("""example:
  vitrinectl check url https://bookshop.example:8443/novels?page=2

Of an https address, the server is asked who it is: a TLS handshake and no request, once, and once more if its
certificate is not trusted, to read of which kind it is. The server sees this computer's IP address, the time and the
name in the address, nothing that follows. Before that, this computer's name service is asked where the name leads.
Both are asked directly, also where a proxy is set for sending."""),
    "consent": _("""example:
  vitrinectl consent on environment      send this group from now on
  vitrinectl consent withdraw            withdraw the agreement: nothing is sent any more"""),
    "doctor": _("example:\n  vitrinectl doctor --json"),
    "history": _("""example:
  vitrinectl history                      everything, newest first
  vitrinectl history show ID --bytes      the body that was sent, and nothing else
  vitrinectl history verify               whether the record fits together"""),
    "license": _("""example:
  vitrinectl license                             how it stands
  vitrinectl license activate example.license    use this license file from now on
  vitrinectl license remove"""),
    "outbox": _("""example:
  vitrinectl outbox                 everything in it
  vitrinectl outbox show ID         the body that is to be sent
  vitrinectl outbox cancel ID       do not send it"""),
    "pause": _("example:\n  vitrinectl pause"),
    "receiver": _("""example:
  vitrinectl receiver                            on a free port, its data in Vitrine's folder
  vitrinectl receiver --port 8443 --data DIR     on this port, its data in DIR

It prints two lines for product.toml: the address and the key that signs its receipts."""),
    "resume": _("example:\n  vitrinectl resume"),
    "schema": _("""example:
  vitrinectl schema                  every submission Vitrine can make
  vitrinectl schema catalogue        the catalogue's files, one group each"""),
    "send": _("""example:
  vitrinectl send --dry-run      what would be sent now
  vitrinectl send environment    queue this group and send it now"""),
    "settings": _("""example:
  vitrinectl settings                          all of them
  vitrinectl settings set theme dark           system, light, dark or contrast
  vitrinectl settings set keep_days 365        erase here what finished longer ago; 0 keeps all
  vitrinectl settings set interval_hours 24    only rarer than the product says; 0 is as it says
  vitrinectl settings set proxy http://USER@HOST:PORT
  vitrinectl settings set proxy_password       asks for it; it is kept in the system’s keyring"""),
    "show": _("""example:
  vitrinectl show environment            what your device would tell, in words
  vitrinectl show environment --bytes    the body and nothing else
  vitrinectl show --json                 every group, for scripts"""),
}
# What stands for something to be typed.
CATEGORY, COMMAND, DIR = _("CATEGORY"), _("COMMAND"), _("DIR")
FILE, HEAD, ID, PATH = _("FILE"), _("HEAD"), _("ID"), _("PATH")
PORT, URL, VALUE = _("PORT"), _("URL"), _("value")
# Of several commands.
DEBUG = _("show where an error came from")
JSON = _("for scripts")
# Of one.
AGREEMENT_REGION = _("where you live")
BROWSER_TAKE_OVER = _("also where a browser is told of another Vitrine")
CHECK_ALL = _("everything of each file, also where nothing was found")
CHECK_PATHS = _("a file, or a folder: every file in it")
CHECK_PRIVATE = _("also this computer, private networks, and unusual ways to write")
CHECK_URL = _("begins with https:// or http://")
HISTORY_LIMIT = _("at most so many, the newest first")
HISTORY_BEFORE = _("only those before this number, which `history show` tells")
HISTORY_BYTES = _("the body and nothing else")
HISTORY_SINCE = _("a head you noted earlier: N:HASH")
RECEIVER_DATA = _("where it keeps what it receives, and its key")
RECEIVER_PORT = _("1 to 65535; without it a free one is chosen")
RECEIVER_PORT_FORM = _("a port is a number from 1 to {highest}")
SEND_DRY_RUN = _("say what would be sent, send nothing")
SEND_GROUPS = _("the groups; none means all that are allowed")
SETTINGS_VALUE = _("anything but a password, which is asked for")
SHOW_BYTES = _("the body of one group and nothing else")
SHOW_GROUPS = _("the groups to show; none means all")
SHOW_PROFILE = _("demo: invented values")
SHOW_WIRE = _("the whole request if one group were sent now, alone")
