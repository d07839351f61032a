"""Fetching, from a real server on loopback: as a good citizen, within limits, and never inwards."""

from __future__ import annotations

import asyncio
import datetime as dt
import email.utils
import gzip
import zlib
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from yarl import URL

from bot.sources import fetching
from bot.sources.addresses import is_public, refuse_private
from bot.sources.errors import SourceError
from bot.sources.fetching import AGENT, MOST_BYTES, Fetched, Fetcher, Marks, Rules
from tests.bot.sources.site import Page, Site

HERE = Rules(private=True)


def fetched(work: Callable[[Site, Fetcher], Awaitable[None]]) -> Site:
    """Do some work with a site and a fetcher; return the site."""

    async def run() -> Site:
        async with Site() as site, Fetcher() as fetcher:
            await work(site, fetcher)
            return site

    return asyncio.run(run())


def refused(page: Page, rules: Rules = HERE) -> SourceError:
    """Return the error with which a page is refused."""

    async def work(site: Site, fetcher: Fetcher) -> None:
        site.pages["/a"] = page
        await fetcher.get(f"{site.url}/a", rules)

    with pytest.raises(SourceError) as error:
        fetched(work)
    return error.value


def test_what_has_not_changed_is_not_sent_again() -> None:
    """The marks that a server gave are shown to it, and its word that nothing has changed is taken;
    each request names the bot.
    """

    async def work(site: Site, fetcher: Fetcher) -> None:
        day = "Thu, 03 Apr 2025 10:00:00 GMT"
        site.pages["/a"] = Page("one", headers={"ETag": '"1"', "Last-Modified": day})
        first = await fetcher.get(f"{site.url}/a", HERE)
        again = await fetcher.get(f"{site.url}/a", HERE, first.marks)
        assert (first.raw, first.marks) == (b"one", Marks('"1"', day))
        assert (again.raw, again.marks) == (None, first.marks)
        asked = site.asked[1][1]
        assert (asked["If-None-Match"], asked["If-Modified-Since"]) == ('"1"', day)

    site = fetched(work)
    assert {headers["User-Agent"] for _, headers in site.asked} == {AGENT}


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), "/b"), ((308, 301), "/c"), ((302,), ""), ((301, 302), "/b"), ((307, 301), "")],
)
def test_what_has_moved_for_good_is_noted(statuses: tuple[int, ...], moved: str) -> None:
    """An address is followed where it leads; as far as each step is for good, it is the new one."""

    async def work(site: Site, fetcher: Fetcher) -> None:
        names = "abc"
        for status, here, there in zip(statuses, names, names[1:], strict=False):
            site.pages[f"/{here}"] = Page(status=status, headers={"Location": f"/{there}"})
        site.pages[f"/{names[len(statuses)]}"] = Page("here")
        found = await fetcher.get(f"{site.url}/a", HERE)
        assert found.raw == b"here"
        assert found.moved == (site.url + moved if moved else "")

    fetched(work)


def test_a_loop_comes_to_an_end() -> None:
    """Addresses that lead in a circle are given up after a few steps."""
    assert "leads on and on" in str(refused(Page(status=301, headers={"Location": "/a"})))


def test_other_hosts_do_not_see_the_authorization() -> None:
    """The Authorization header goes to the address's own host and not to where that leads."""

    async def work(site: Site, fetcher: Fetcher) -> None:
        async with Site() as other:
            site.pages["/a"] = Page(status=302, headers={"Location": f"{other.url}/b"})
            other.pages["/b"] = Page("there")
            rules = Rules(private=True, authorization="Bearer x", home=URL(site.url))
            await fetcher.get(f"{site.url}/a", rules)
            assert site.asked[0][1]["Authorization"] == "Bearer x"
            assert "Authorization" not in other.asked[0][1]

    fetched(work)


def test_answers_that_hold_nothing_are_told_apart() -> None:
    """What is gone for good, what is missing and what a server may have later are different, and a
    server's wish to wait is kept, in seconds and as a date.
    """
    gone, missing, broken = (
        refused(Page(status=410)),
        refused(Page(status=404)),
        refused(Page(status=500)),
    )
    assert [(e.gone, e.missing) for e in (gone, missing, broken)] == [
        (True, True),
        (False, True),
        (False, False),
    ]
    wait = refused(Page(status=503, headers={"Retry-After": "120"})).wait
    assert wait == dt.timedelta(seconds=120)
    date = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))
    later = refused(Page(status=429, headers={"Retry-After": date})).wait
    assert later is not None
    assert dt.timedelta(minutes=58) < later <= dt.timedelta(hours=1)
    for odd in ("soon", "Thu, 99 Foo"):
        assert refused(Page(status=503, headers={"Retry-After": odd})).wait is None


def test_too_much_is_refused() -> None:
    """What is too large is refused, also where it is small until it is unpacked; so is what is
    packed as nobody asked, or is not what it says.
    """
    bomb = gzip.compress(b"0" * (20 * MOST_BYTES))
    assert len(bomb) < MOST_BYTES // 10
    zipped = {"Content-Encoding": "gzip"}
    assert "more than 10 MB" in str(refused(Page(bomb, headers=zipped)))
    assert "more than 10 MB" in str(refused(Page(b"0" * (MOST_BYTES + 1))))
    assert "cannot be unpacked" in str(refused(Page(b"plain", headers=zipped)))
    assert "nobody asked" in str(refused(Page(b"x", headers={"Content-Encoding": "br"})))


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
def test_what_is_packed_is_unpacked(pack: Callable[[bytes], bytes]) -> None:
    """A packed answer is what was packed."""
    words = b"words " * 50_000

    async def work(site: Site, fetcher: Fetcher) -> None:
        site.pages["/a"] = Page(pack(words), headers={"Content-Encoding": "gzip"})
        assert (await fetcher.get(f"{site.url}/a", HERE)).raw == words

    fetched(work)


def test_who_is_slow_is_not_waited_for() -> None:
    """A server that does not answer, or lets one byte after another drip, is left in time."""

    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(200):
            await response.write(b".")
            await asyncio.sleep(0.05)
        return response

    async def work(site: Site, fetcher: Fetcher) -> None:
        site.pages |= {"/slow": Page(pause=20), "/drip": drip}
        for path in ("/slow", "/drip"):
            with pytest.raises(SourceError, match=r"did not answer in 0\.3 s"):
                await fetcher.get(site.url + path, Rules(private=True, seconds=0.3))

    fetched(work)


def test_one_host_is_never_asked_for_two_things_at_once() -> None:
    """However much is asked for at once, a host is asked for one thing after another, and who waits
    for a turn is not late.
    """

    async def work(site: Site, fetcher: Fetcher) -> None:
        site.pages |= {f"/{n}": Page(str(n), pause=0.1) for n in range(8)}
        rules = Rules(private=True, seconds=0.5)
        found = await asyncio.gather(*(fetcher.get(f"{site.url}/{n}", rules) for n in range(8)))
        assert [each.raw for each in found] == [str(n).encode() for n in range(8)]

    assert fetched(work).most_at_once == 1


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),  # noqa: S104 - an address, not listened at
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:  # noqa: FBT001 - a table
    """An address is public where everybody reaches the same machine by it, whatever it is written
    or wrapped in.
    """
    assert is_public(address) is public


def test_nothing_leads_into_a_private_network() -> None:
    """Without leave, no address, name, odd way of writing one, or redirect leads inwards; nothing
    is asked for there.
    """

    async def work(site: Site, fetcher: Fetcher) -> None:
        port = site.url.rpartition(":")[2]
        site.pages["/a"] = Page("secret")
        for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1"):
            with pytest.raises(SourceError, match=r"private network|not a canonical"):
                await fetcher.get(f"http://{host}:{port}/a", Rules())
        assert not site.asked
        for way in ("file:///etc/passwd", "gopher://127.0.0.1/", f"//127.0.0.1:{port}/a"):
            with pytest.raises(SourceError):
                await fetcher.get(way, Rules())

    fetched(work)


def test_a_redirect_does_not_lead_inwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a public address leads to a private one, that is refused after the step too."""

    async def work(site: Site, fetcher: Fetcher) -> None:
        port = site.url.rpartition(":")[2]
        # The first host alone stands for a public one.
        monkeypatch.setattr(fetching, "refuse_private", _all_but("127.0.0.1"))
        site.pages["/a"] = Page(status=302, headers={"Location": f"http://localhost:{port}/b"})
        site.pages["/b"] = Page("secret")
        site.pages["/c"] = Page(status=302, headers={"Location": f"http://127.0.0.2:{port}/b"})
        for path in ("/a", "/c"):
            with pytest.raises(SourceError, match="private network"):
                await fetcher.get(site.url + path, Rules())

    site = fetched(work)
    assert [path for path, _ in site.asked] == ["/a", "/c"]


def _all_but(host: str) -> Callable[[str], None]:
    return lambda given: None if given == host else refuse_private(given)


def test_a_name_that_cannot_be_resolved_is_told() -> None:
    """A host that there is not is an error in words."""

    async def work(_: Site, fetcher: Fetcher) -> None:
        found: Fetched | None = None
        with pytest.raises(SourceError, match="cannot be fetched"):
            found = await fetcher.get("http://nowhere.invalid/", HERE)
        assert found is None

    fetched(work)
