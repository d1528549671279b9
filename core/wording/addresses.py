"""What is said of a web address and the server at it, beside errors: where it leads, and what the server showed."""

from core.wording import _

# Translators: each goes on after “{host} is ” or “which is ”.
THIS_COMPUTER = _("this computer itself")
PRIVATE = _("inside a private network")
PROVIDER = _("inside a provider’s own network")
LOCAL_LINK = _("on the local link only")
MULTICAST = _("a group of computers (multicast)")
WRAPPED_IPV4 = _("another way to write an IPv4 address")
SET_ASIDE = _("set aside, and no server’s on the internet")
ON_INTERNET = _("on the internet")
# Translators: `special` is one of those above.
UNUSUAL = _("{special}, and written in an unusual way")

NO_CERTIFICATES = _("http has no certificates; it was not asked")
NO_IPV4 = _("it has no IPv4 address, so it was not asked")
PROVEN = _("it proved who it is")
