"""Why a connection came to nothing, as far as it is no error of its own: certificates, TLS, a proxy's password."""

from core.text import visible
from core.wording import _

# Translators: stands where a password would; it is never shown.
NO_PASSWORD_SHOWN = _("(user and password)")
# Translators: each of these goes on after a colon, and after "who could not prove that it is …".
_UNTRUSTED = _("its certificate comes from an authority that is not trusted here")
# By OpenSSL's X509_V_ERR codes.
_CERTIFICATE = {
    7: _("its certificate was not signed by the authority it names"),
    9: _("its certificate is not valid yet (or this computer’s clock is wrong)"),
    10: _("its certificate has expired (or this computer’s clock is wrong)"),
    18: _("its certificate is signed by itself"),
    19: _UNTRUSTED,
    20: _UNTRUSTED,
    21: _UNTRUSTED,
    62: _("its certificate is for another name"),
    64: _("its certificate is for another address"),
}
_NO_REASON = _("no reason given")


def distrust(code: int, message: str) -> str:
    """Why a certificate is not believed: by OpenSSL's verify code, else in OpenSSL's own words."""
    return _CERTIFICATE.get(code) or visible(message)


def tls_failure(reason: str | None) -> str:
    """Why no protected connection came about, from OpenSSL's name for it, as `WRONG_VERSION_NUMBER`."""
    return visible(reason.replace("_", " ").lower()) if reason else _NO_REASON
