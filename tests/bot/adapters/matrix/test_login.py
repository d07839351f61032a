"""The operator's way: `briefing matrix login`, `check` and `run` as programs, against a real
homeserver.
"""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

from tests.bot.adapters.matrix.person import Person
from tests.bot.adapters.matrix.world import ASKED
from tests.conftest import Briefing
from tests.homeserver import Homeserver

_DISCOVERY, _VERSIONS = "/.well-known/matrix/client", "/_matrix/client/versions"


def config_of(folder: Path, text: str = "") -> tuple[str, str]:
    """Return the option that names a configuration in a folder, which holds a text and the data
    folder.
    """
    path = folder / "config.yaml"
    path.write_text(f"data: {folder / 'data'}\n{text}", "utf-8")
    return "--config", str(path)


def test_logging_in(homeserver: Homeserver, briefing: Briefing, tmp_path: Path) -> None:
    """A login writes the account into config.yaml and its secrets into files for their owner alone;
    before it, `check` says what to do; after it, nothing.
    """
    bot, secret = homeserver.account("bot"), homeserver.password
    config = config_of(
        tmp_path, f'platforms:\n  matrix: {{homeserver: "{homeserver.url}", user: "{bot}"}}\n'
    )
    before = briefing("check", *config)
    assert before.returncode == 1
    assert "Run `briefing matrix login`." in before.stdout.decode()

    config = config_of(tmp_path, "# mine\nlanguage: fr\n")
    done = briefing(
        "matrix",
        "login",
        *config,
        "--homeserver",
        homeserver.url,
        "--user",
        bot,
        "--operator",
        "@me:localhost",
        BRIEFING_MATRIX_PASSWORD=secret,
    )
    assert done.returncode == 0, done.stderr.decode()
    written = Path(config[1]).read_text("utf-8")
    assert written.startswith(f"data: {tmp_path / 'data'}\n# mine\nlanguage: fr\n")
    assert 'invites: {users: ["@me:localhost"]}' in written
    folder = tmp_path / "data" / "matrix"
    account = json.loads((folder / "credentials.json").read_text())
    assert (account["user"], account["operator"]) == (bot, "@me:localhost")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {
        stat.S_IMODE(path.stat().st_mode)
        for path in (folder / "credentials.json", folder / "pickle.key", folder / "identity.json")
    } == {0o600}
    assert secret not in written + done.stdout.decode() + done.stderr.decode()
    assert account["token"] not in done.stdout.decode() + done.stderr.decode()
    assert briefing("check", *config).returncode == 0

    again = briefing("matrix", "login", *config, BRIEFING_MATRIX_PASSWORD=secret)
    assert again.returncode == 0
    assert account["device"] in again.stdout.decode()
    assert Path(config[1]).read_text("utf-8") == written


def test_logging_in_by_single_sign_on(
    homeserver: Homeserver, briefing: Briefing, tmp_path: Path
) -> None:
    """A login token, as a single sign-on gives one, serves in place of the password, once: the
    device is signed and speaks; used again it says what to do.
    """

    def token_of(user: str) -> Path:
        who = {"type": "m.id.user", "user": user}
        session = homeserver.post(
            "/_matrix/client/v3/login",
            {"type": "m.login.password", "identifier": who, "password": homeserver.password},
        )
        path = tmp_path / "token"
        path.write_text(
            homeserver.post("/_matrix/client/v1/login/get_token", {}, session["access_token"])[
                "login_token"
            ]
            + "\n",
            "utf-8",
        )
        return path

    async def answered() -> None:
        person = await Person.arrive(homeserver)
        room = await person.open(bot, encrypted=True)
        await person.told(room, bot)
        await person.say(room, ASKED)
        assert not (await person.told(room, bot, 2))[-1]["unread"]
        await person.leave()

    bot, config = homeserver.account("bot"), config_of(tmp_path)
    given = (
        "--homeserver",
        homeserver.url,
        "--user",
        bot,
        "--operator",
        "@me:localhost",
        "--token-file",
        str(token_of(bot)),
    )
    done = briefing("matrix", "login", *config, *given)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr.decode() == ""
    again = briefing("matrix", "login", *config, *given)
    assert again.returncode == 1
    assert "A token serves once" in again.stderr.decode()
    path = Path(config[1])
    path.write_text(
        path.read_text("utf-8")
        .replace('["@me:localhost"]', "[]")
        .replace("users: []", "servers: [localhost]"),
        "utf-8",
    )
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "bot", "run", *config], stderr=log
        )
        try:
            asyncio.run(answered())
        finally:
            process.kill()
            process.wait()
    told = (tmp_path / "log").read_text("utf-8").splitlines()
    assert [line for line in told if " INFO " not in line] == []


def test_what_goes_wrong(homeserver: Homeserver, briefing: Briefing, tmp_path: Path) -> None:
    """A wrong password, a server that is away, hangs or is no homeserver, one named by a name that
    leads nowhere, and a missing answer each say what to do, in a line without a traceback.
    """
    silent = socket.create_server(("127.0.0.1", 0))
    mute = f"http://127.0.0.1:{silent.getsockname()[1]}"
    bot, config = homeserver.account("bot"), config_of(tmp_path)
    cases = [
        (
            ("--homeserver", homeserver.url, "--user", bot),
            {"BRIEFING_MATRIX_PASSWORD": "wrong"},
            "by this password",
        ),
        (
            ("--homeserver", "http://127.0.0.1:9", "--user", bot),
            {"BRIEFING_MATRIX_PASSWORD": "x"},
            "cannot be reached",
        ),
        *(
            (
                ("--homeserver", name, "--user", bot),
                {"BRIEFING_MATRIX_PASSWORD": "x"},
                f"{tried}: cannot be reached",
            )
            for name, tried in (
                ("nowhere.invalid", f"https://nowhere.invalid{_DISCOVERY}"),
                ("@x:127.0.0.1:9", f"https://127.0.0.1:9{_DISCOVERY}"),
                (mute, f"{mute}{_VERSIONS}"),
                (mute.removeprefix("http://"), f"{mute.replace('http', 'https')}{_DISCOVERY}"),
            )
        ),
        (
            ("--homeserver", f"{homeserver.url}/health", "--user", bot),
            {"BRIEFING_MATRIX_PASSWORD": "x"},
            "https://matrix.example.org",
        ),
        (("--homeserver", homeserver.url, "--user", bot), {}, "BRIEFING_MATRIX_PASSWORD"),
        (("--homeserver", homeserver.url, "--user", bot, "--sso"), {}, "no single sign-on"),
        (
            ("--homeserver", homeserver.url, "--user", bot, "--operator", "me"),
            {},
            "@you:example.org",
        ),
        (("--user", bot), {}, "--homeserver is not given"),
    ]
    for arguments, environment, expected in cases:
        done = briefing("matrix", "login", *config, *arguments, **environment)
        assert done.returncode == 1
        assert expected in done.stderr.decode()
        assert len(done.stderr.decode().splitlines()) == 1
    assert "platforms" not in Path(config[1]).read_text("utf-8")
    silent.close()


def test_running(homeserver: Homeserver, environment: dict[str, str], tmp_path: Path) -> None:
    """The program answers where it is invited, and ends within 5 s of SIGTERM with the answer in
    flight sent; started again, it answers the rest once.
    """
    bot = homeserver.account("bot")
    matrix = (
        f'platforms:\n  matrix: {{homeserver: "{homeserver.url}", user: "{bot}", password_env:'
        " SECRET, invites: {servers: [localhost]}}\n"
    )
    command = [sys.executable, "-W", "error", "-m", "bot", "run", *config_of(tmp_path, matrix)]

    def started() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command, env={**environment, "SECRET": homeserver.password}, stderr=log
        )

    async def meet() -> None:
        process, person = started(), await Person.arrive(homeserver)
        try:
            room = await person.open(bot)
            await person.told(room, bot)
            questions = [await person.say(room, ASKED) for _ in range(3)]
            await person.told(room, bot, 2)
            process.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(process.wait, 5) == 0
            process = started()
            await person.told(room, bot, 4)
            assert [
                e["content"]["m.relates_to"]["m.in_reply_to"]["event_id"]
                for e in person.said(room, bot)[1:]
            ] == questions
        finally:
            process.kill()
            process.wait()
            await person.leave()

    with (tmp_path / "log").open("wb") as log:
        asyncio.run(meet())
    told = (tmp_path / "log").read_text("utf-8")
    assert homeserver.password not in told
    assert "Traceback" not in told
