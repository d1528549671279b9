"""Why an item has no value, and what was read, where: what is said of a fact beside its value."""

from collections.abc import Mapping

from core.wording import _

# By the token of each reason (core.reading.Reason).
REASONS: Mapping[str, str] = {
    "other_os": _("not on this operating system"),
    "none_here": _("nothing here tells it"),
    "not_permitted": _("not permitted to read it"),
    "nothing_yet": _("nothing has happened yet"),
    "source_off": _("its source is off"),
    "no_record": _("not installed by an installer"),
    "no_license": _("no license"),
    "not_signed": _("not signed"),
    "nothing_found": _("nothing was found"),
    "no_ipv4": _("no IPv4 address"),
    "not_checked": _("not checked"),
    "failed": _("the reading failed"),
}

# Why items of a group are sent: purposes are stated for whole lists only.
PURPOSE = _("No purpose of its own is stated. For the whole list: {purposes}.")

# Translators: all that follows says what was read, where; `place` is a file, a program or a setting.
UNSAID = _("the source said nothing of it")
BROKE_OFF = _("the source broke off ({type})")
TOO_LONG = _("{place}: longer than {limit} characters")
HOLDS_DEL = _("{place}: holds the control character DEL")

DEVICE_GUARD = _("Device Guard, which only Windows has")
ADAPTERS = _("the network adapters and routes")
DEFAULT_ROUTE = _("the default route's adapter of {place}, first 5 of its number's 6 bytes")
FIRST_DEVICE = _("the first device of {place}, first 5 of its number's 6 bytes")
NO_ADAPTER = _("{places}: no adapter with a number of its own")
CASING = _("{place}: {found}, neither laptop, desktop nor tablet")
DESKTOP = _("a desktop session in {place}")
NO_DESKTOP = _("no desktop session in {places}, no domain controller in {file}")
# Translators: VERSION is a line of the file that `image` names.
NO_POINT = _("{file}; {image}, or a point in VERSION")
# Translators: several such parts follow one another.
NOT_READABLE = _("{read}; not readable: {place}")
UNREAD_SYSTEM = _("nothing: not read on this operating system yet ({system})")

NO_INSTALL_RECORD = _("no install record in {places}")
NO_UPDATE = _("{place}: no update was installed")
NOT_IN_RECORD = _("{place}: not in the record")

PRACTICE = _("the practice receiver inside this program")
LICENSE_FILE = _("the license file that is held")

NO_SITE = _("no listed site was opened")
PLUGIN = _("the browser, which names the extension that asks")
# By how the browser was started.
BROWSER_MODES = {
    "safe": _("the browser, which Vitrine started with a profile of its own"),
    "regular": _("the browser, which Vitrine did not start"),
}

NO_ADDRESS = _("no address was asked about")
ADDRESS = _("the address that was given")
NAME_SERVICE = _("the name service, asked for {host}")
SERVER_CERTIFICATE = _("the certificate of {host}")

NO_FILE = _("no file was checked")
IN_FILE = _("the signer’s certificate inside the checked file")
NO_SIGNATURE = _("the checked file: no signature is inside it")
SIGNATURE_UNREAD = _("the checked file: its signature, if it has one, was not read")
NO_DETECTION = _("no database that the file was checked against names anything in it")
NOT_SCANNED = _("the file was not checked against a whole database")
ONLY_OF_USER = _("only your own rules name something in the file, and what they say is never told")
# By engine, the database it looks into.
DATABASES = {
    "yara": _("YARA rules"),
    "clamav": _("ClamAV’s database"),
    "defender": _("Microsoft Defender’s database"),
}
MATCHED = _("the record that matched, in {database}")
# Translators: `database` is one of the three above.
WHOLE_DATABASE = _("{database} as a whole, for the record has no date of its own")
NOT_TOLD = _("{place}, which does not tell it")

# Translators: between places that were looked at in turn, or together.
OR = _(" or ")
AND = _(" and ")

# What is read back from the record.
RECALLED = _("the newest submission of this group that the record still holds")
NOT_KEPT = _("the newest submission of this group that the record still holds, which is without it; why is not kept")
SAMPLE = _("invented for this sample")
NO_COLLECTOR = _("{item}: no collector read it")
NOT_DECLARED = _("{source}: {value} is not a declared value of {item}")


def written(value: str | int | bool | None) -> str:
    """The value as the body writes it; a text without quotes and escapes."""
    return str(value).lower() if isinstance(value, bool) else str(value)
