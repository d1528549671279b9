"""Of a web address only what may be told is kept, and where it leads is known before anybody is asked."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.errors import Refused
from core.inspectors.address import LONGEST, Address, reduced, special
from core.wording.errors import LONGEST_LINE, sentence

CANARY = "canary5e0c"
# What stands for itself in any part of an address.
PLAIN = "abcXYZ019-._~!$&'()*+,;=:@"
HOSTS = {
    "bank.example": "bank.example",
    "BANK.Example": "bank.example",
    "bank.example.": "bank.example",
    "bücher.example": "xn--bcher-kva.example",
    "xn--bcher-kva.example": "xn--bcher-kva.example",
    "8.8.8.8": "8.8.8.8",
    "[2606:4700:0::1]": "[2606:4700::1]",
}
# Looks like a fruit; every letter is Cyrillic.
CYRILLIC = "\u0430\u0440\u0440\u04cf\u0435.example"
around = st.text(PLAIN, max_size=12)
secret = st.builds(lambda before, after: before + CANARY + after, around, around)
parts = st.none() | secret


@st.composite
def addresses(draw: st.DrawFn) -> tuple[str, str, str, set[str]]:
    """An address with canaries; what may be told of it; its path; what was left out."""
    scheme, host = draw(st.sampled_from(["https", "http", "HttpS"])), draw(st.sampled_from(sorted(HOSTS)))
    port = draw(st.sampled_from(["", ":", ":8443", ":443", ":80", ":00443"]))
    user_info, path, query, fragment = draw(parts), draw(parts), draw(parts), draw(parts)
    text = f"{scheme}://"
    text += f"{user_info}@" if user_info is not None else ""
    text += f"{host}{port}"
    text += f"/{path}" if path is not None else draw(st.sampled_from(["", "/"]))
    # Whatever follows is never looked at: other addresses in it, too.
    text += f"?{query}/?@https://user@elsewhere.example/" if query is not None else ""
    text += f"#{fragment}?@#/" if fragment is not None else ""
    number = int(port[1:] or "0")
    shown = "" if number in (0, {"https": 443, "http": 80}[scheme.lower()]) else f":{number}"
    there = {"user_info": user_info, "path": path, "query": query, "fragment": fragment}
    left_out = {name for name, part in there.items() if part is not None}
    return text, f"{scheme.lower()}://{HOSTS[host]}{shown}", f"/{path}" if path is not None else "", left_out


def refused(text: str) -> str:
    """The one line in which this address is refused."""
    with pytest.raises(Refused) as caught:
        reduced(text)
    line = sentence(caught.value)
    assert line.isprintable()
    assert len(line) <= LONGEST_LINE
    return line


@given(addresses())
def test_nothing_but_scheme_server_and_port_is_kept(case: tuple[str, str, str, set[str]]) -> None:
    text, told, _, left_out = case
    found = reduced(text)
    assert (found.url, set(found.dropped)) == (told, left_out)
    assert CANARY not in repr(found)


@given(addresses())
def test_the_second_choice_lets_the_path_through_and_nothing_else(case: tuple[str, str, str, set[str]]) -> None:
    text, told, path, left_out = case
    found = reduced(text, with_path=True)
    assert (found.url, set(found.dropped)) == (told + path, left_out - {"path"})
    assert repr(found).count(CANARY) == path.count(CANARY)


@given(addresses(), st.booleans())
def test_what_was_reduced_is_as_it_stays(case: tuple[str, str, str, set[str]], with_path: bool) -> None:
    once = reduced(case[0], with_path=with_path).url
    assert reduced(once, with_path=with_path).url == once


@given(st.text() | st.text("htps:/@?#[]%.0123456789xXabc\\ ü\u202e\0\n").map("https://{}".format), st.booleans())
@example("https://[fe80::1%25eth0]/", False)
@example("https://xn--/", False)
@example("https://0x./", False)
@example("https://" + "9" * 5000, False)
def test_whatever_is_typed_is_reduced_or_refused_in_one_line(text: str, with_path: bool) -> None:
    try:
        told = reduced(text, with_path=with_path).url
    except Refused as error:
        told = str(error)
    else:
        assert told.isascii()
        assert not {"?", "#"} & set(told)
        assert "@" not in told or with_path
    assert told.isprintable()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("https://a.example/ä b|c", "/%C3%A4%20b%7Cc"),
        ("https://a.example/%C3%A4/%2e", "/%C3%A4/%2e"),
        ("https://a.example//b//", "//b//"),
        ("https://a.example/", ""),
        ("https://a.example", ""),
    ],
)
def test_a_path_is_told_as_a_browser_sends_it(text: str, path: str) -> None:
    assert reduced(text, with_path=True).url == f"https://a.example{path}"


@pytest.mark.parametrize(
    ("typed", "sent", "letters"),
    [
        (CYRILLIC, "xn--80ak6aa92e.example", CYRILLIC),
        ("XN--80AK6AA92E.example", "xn--80ak6aa92e.example", CYRILLIC),
        ("faß.example", "xn--fa-hia.example", "faß.example"),
        ("BU\u0308CHER.example", "xn--bcher-kva.example", "bücher.example"),
        ("\uff21\uff22\u3002example", "ab.example", "ab.example"),
        ("r3---sn_1.example", "r3---sn_1.example", "r3---sn_1.example"),
    ],
)
def test_a_name_is_shown_in_its_own_letters_beside_what_is_sent(typed: str, sent: str, letters: str) -> None:
    found = reduced(f"https://{typed}/")
    assert (found.host, found.letters) == (sent, letters)


SPECIAL = {
    "127.0.0.1": "this computer itself",
    "127.255.255.254": "this computer itself",
    "0.0.0.0": "this computer itself",
    "[::1]": "this computer itself",
    "10.0.0.1": "a private network",
    "172.16.0.1": "a private network",
    "172.31.255.255": "a private network",
    "192.168.1.1": "a private network",
    "[fd00::1]": "a private network",
    "[fec0::1]": "a private network",
    "100.64.0.1": "a provider’s own network",
    "169.254.169.254": "the local link",
    "[fe80::1]": "the local link",
    "224.0.0.1": "multicast",
    "[ff02::1]": "multicast",
    "240.0.0.1": "set aside",
    "255.255.255.255": "set aside",
    "192.0.2.1": "set aside",
    "198.18.0.1": "set aside",
    "192.88.99.1": "set aside",
    "192.0.0.23": "set aside",
    "[100::1]": "set aside",
    "[4000::1]": "set aside",
    "[::]": "set aside",
    "[2001:db8::1]": "set aside",
    "[::ffff:127.0.0.1]": "another way",
    "[::ffff:8.8.8.8]": "another way",
    "[64:ff9b::7f00:1]": "another way",
    "[2002:7f00:1::]": "another way",
    "[2001:0:7f00:1::]": "another way",
    "2130706433": "this computer itself, and written in an unusual way",
    "0x7f000001": "this computer itself, and written in an unusual way",
    "0x7F.1": "this computer itself, and written in an unusual way",
    "017700000001": "this computer itself, and written in an unusual way",
    "0177.0.0.1": "this computer itself, and written in an unusual way",
    "127.1": "this computer itself, and written in an unusual way",
    "127.0.0.1.": "this computer itself, and written in an unusual way",
    "\uff11\uff12\uff17.0.0.1": "this computer itself, and written in an unusual way",
    "①②⑦.0.0.1": "this computer itself, and written in an unusual way",
    "0": "this computer itself, and written in an unusual way",
    "0x0a.0.0.1": "a private network, and written in an unusual way",
    "0x08080808": "on the internet, and written in an unusual way",
}


@pytest.mark.parametrize("host", SPECIAL)
def test_where_no_server_of_the_internet_is_the_user_is_asked_first(host: str) -> None:
    assert SPECIAL[host] in reduced(f"https://{host}:8443/").special


@pytest.mark.parametrize("host", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "[2606:4700::1]", "bank.example"])
def test_a_place_on_the_internet_is_not_special(host: str) -> None:
    assert reduced(f"https://{host}/").special == ""


@given(st.ip_addresses())
def test_no_address_that_is_not_on_the_internet_is_missed(ip: IPv4Address | IPv6Address) -> None:
    assert special(ip) or (ip.is_global and not ip.is_multicast and not ip.is_reserved)


@st.composite
def spelt(draw: st.DrawFn) -> tuple[IPv4Address, str]:
    """An IPv4 address in one of the ways that browsers understand."""
    number = draw(st.integers(0, 2**32 - 1))
    count = draw(st.integers(1, 4))
    numbers = [number >> (24 - 8 * place) & 255 for place in range(count - 1)]
    numbers.append(number & (256 ** (5 - count) - 1))
    forms = draw(st.lists(st.sampled_from(["{}", "0{:o}", "0x{:x}", "0X{:X}"]), min_size=count, max_size=count))
    return IPv4Address(number), ".".join(form.format(each) for form, each in zip(forms, numbers, strict=True))


@given(spelt())
def test_every_spelling_of_an_address_is_the_same_address(case: tuple[IPv4Address, str]) -> None:
    ip, text = case
    found = reduced(f"http://{text}")
    assert (found.host, found.ip) == (str(ip), ip)
    assert bool(found.special) == (text != str(ip) or bool(special(ip)))


REFUSED = {
    "": "begins with https://",
    "bank.example": "begins with https://",
    "ftp://bank.example": "begins with https://",
    "javascript://bank.example/%0aalert(1)": "begins with https://",
    "https:/bank.example": "begins with https://",
    "http\u017f://bank.example": "begins with https://",
    "https:///": "cannot be read",
    "https://@/": "cannot be read",
    "https://bank.example:x/": "cannot be read",
    "https://bank.example:-1/": "cannot be read",
    "https://bank.example:443:443/": "cannot be read",
    "https://bank.example:999999/": "cannot be read",
    "https://bank.example:٤٤٣/": "cannot be read",
    "https://bank.example:0/": "port",
    "https://bank.example:65536/": "port",
    "https://::1/": "cannot be read",
    "https://[::1/": "cannot be read",
    "https://[127.0.0.1]/": "IPv6",
    "https://[fe80::1%25eth0]/": "IPv6",
    "https://[]/": "IPv6",
    "https://bank%2eexample/": "name service",
    "https://bank.example/%": "“%”",
    "https://bank.example/%zz": "“%”",
    "https://ba nk.example/": "name service",
    "https://bank..example/": "name service",
    "https://.example/": "name service",
    "https://bank,example/": "name service",
    "https://" + "a" * 64 + ".example/": "name service",
    "https://" + "a." * 127 + "a/": "name service",
    "https://" + "ü" * 300 + "/": "name service",
    "https://☕.example/": "letters or signs",
    "https://xn--zzzzz99999/": "stands for no letters",
    "https://1.2.3.4.5/": "no IPv4",
    "https://256.1.1.1/": "no IPv4",
    "https://08.1.1.1/": "no IPv4",
    "https://1.0x1g.1.1/": "no IPv4",
    "https://4294967296/": "no IPv4",
    "https://bank.example\\@evil.example/": "“\\”",
    "https://bank.example/\\evil.example/": "“\\”",
    "https://bank.example/\0": "cannot be seen",
    "https://bank.exa\nmple/": "cannot be seen",
    "https://bank.example\u202e/": "cannot be seen",
    "https://bank\u200b.example/": "cannot be seen",
    "https://bank\u00ad.example/": "cannot be seen",
    "https://bank.example/\udcff": "cannot be seen",
    "https://bank.example/?" + "x" * LONGEST: "longer than",
    "x" * 1024 * 1024: "longer than",
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: repr(text)[:40])
def test_what_no_browser_should_open_is_refused_in_one_line(text: str) -> None:
    assert REFUSED[text] in refused(text)


@pytest.mark.parametrize(
    "text",
    [
        f"https://{CANARY}:{CANARY}@",
        f"https://user:{CANARY}/x@bank.example",
        f"https://user:{CANARY}@bank.example:0/",
        f"https://user:{CANARY}@bank..example/",
        f"https://user:{CANARY}@bank.example/%zz{CANARY}",
        f"https://bank.example/{CANARY}\0",
        f"ftp://{CANARY}@bank.example",
        f"https://bank.example\\{CANARY}@evil.example",
    ],
)
def test_what_is_refused_is_not_quoted(text: str) -> None:
    assert CANARY not in refused(text)


def test_spaces_around_a_pasted_address_do_not_matter() -> None:
    found = reduced(" \thttps://bank.example/\r\n")
    assert isinstance(found, Address)
    assert found.url == "https://bank.example"
