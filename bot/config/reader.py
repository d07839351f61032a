"""Reading config.yaml: every problem at once, with its line and what to do; secrets from the environment and from files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from rapidfuzz import process

from bot.config import kinds
from bot.config.config import Config, Console, Invites, Limits, Matrix, Operator, Platform, Telegram, Webhook, usual_data
from bot.config.kinds import ALIKE, WrongError
from bot.config.secret import Secret
from knowledge.problems import Problem, ReportError
from knowledge.yamlfile import Path_, YamlFile, read

T = TypeVar("T")
# Every key there is; a mapping under a key holds the keys of what stands there.
KEYS: Mapping[str, Any] = {
    "reports": None,
    "data": None,
    "language": None,
    "zone": None,
    "database": {"url_env": None, "url_file": None},
    "platforms": {
        "console": {},
        "telegram": {
            **dict.fromkeys(("token_env", "token_file", "api", "users", "chats", "pacing")),
            "webhook": {"url": None, "listen": None, "secret_env": None, "secret_file": None},
        },
        "matrix": {
            **dict.fromkeys(("homeserver", "user", "password_env", "password_file", "key_env", "key_file", "prefix")),
            "invites": {"users": None, "servers": None, "rooms": None},
        },
    },
    "limits": {"catch_up_hours": None, "inbox_hours": None, "questions_per_user": None, "questions_per_chat": None},
    "operator": {"listen": None, "chat": None, "log": None},
    "misses": None,
}
_LONGEST_CATCH_UP, _LONGEST_KEPT = 12.0, 24.0


class ConfigError(Exception):
    """The configuration cannot be used; `problems` says why, all at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, in the order of their lines."""
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


def read_config(path: Path, environment: Mapping[str, str]) -> Config:
    """Return what a configuration file says.

    Relative paths in it begin at its folder; `environment` holds the secrets that it names. Raises ConfigError with every problem.
    """
    try:
        file = read(path)
    except ReportError as error:
        raise ConfigError(error.problems) from None
    reader = _Reader(file, environment)
    config = reader.config()
    if reader.problems:
        raise ConfigError(reader.problems)
    return config


class _Reader:
    """Reads one file and gathers its problems; a value that does not fit is replaced by its default meanwhile."""

    def __init__(self, file: YamlFile, environment: Mapping[str, str]) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._environment = environment
        self._folder = file.path.absolute().parent

    def config(self) -> Config:
        data = self._keys((), self._file.data, KEYS)
        usual = Config(usual_data(self._environment))
        operator = self._keys(("operator",), data.get("operator"), KEYS["operator"])
        limits = self._keys(("limits",), data.get("limits"), KEYS["limits"])
        database = self._keys(("database",), data.get("database"), KEYS["database"])
        return Config(
            data=self._get((), data, "data", partial(kinds.folder, self._folder), usual.data),
            reports=self._get((), data, "reports", partial(kinds.reports, self._folder), usual.reports),
            language=self._get((), data, "language", kinds.language, usual.language),
            zone=self._get((), data, "zone", kinds.zone, usual.zone),
            database=self._secret(("database",), database, "url") if isinstance(data.get("database"), dict) else None,
            platforms=self._platforms(data.get("platforms")),
            limits=Limits(
                self._get(("limits",), limits, "catch_up_hours", partial(kinds.hours, _LONGEST_CATCH_UP), usual.limits.catch_up_hours),
                self._get(("limits",), limits, "inbox_hours", partial(kinds.hours, _LONGEST_KEPT), usual.limits.inbox_hours),
                self._get(("limits",), limits, "questions_per_user", kinds.count, usual.limits.questions_per_user),
                self._get(("limits",), limits, "questions_per_chat", kinds.count, usual.limits.questions_per_chat),
            ),
            operator=Operator(
                self._get(("operator",), operator, "listen", kinds.address, usual.operator.listen),
                self._get(("operator",), operator, "chat", partial(kinds.chat, tuple(KEYS["platforms"])), usual.operator.chat),
                self._get(("operator",), operator, "log", partial(kinds.among, ("text", "json")), usual.operator.log),
            ),
            misses=self._get((), data, "misses", kinds.switch, usual.misses),
        )

    def _platforms(self, data: object) -> dict[str, Platform]:
        named = self._keys(("platforms",), data, KEYS["platforms"])
        found: dict[str, Platform] = {}
        for name, value in named.items():
            where: Path_ = ("platforms", name)
            if name not in KEYS["platforms"]:
                continue
            given = self._keys(where, value, KEYS["platforms"][name])
            if name == "console":
                found[name] = Console()
            elif name == "telegram":
                found.update(self._telegram(where, given))
            else:
                found.update(self._matrix(where, given))
        return found

    def _telegram(self, where: Path_, given: Mapping[str, Any]) -> dict[str, Platform]:
        token, at = self._secret(where, given, "token"), (*where, "webhook")
        if token and not re.fullmatch(r"[^\s/?#]+", token.reveal()):
            self._note(where, "has a token with a space or a sign in it that no token holds.", "Copy it again from @BotFather: figures, a colon, then letters and figures.")
        nobody: tuple[str, ...] = ()
        hook = self._keys(at, given.get("webhook"), KEYS["platforms"]["telegram"]["webhook"])
        secret = self._secret(at, hook, "secret") if {"secret_env", "secret_file"} & hook.keys() else None
        listen = self._get(at, hook, "listen", kinds.address, Webhook.listen)
        if secret:
            self._get(at, {"secret": secret.reveal()}, "secret", kinds.token, "")
        url = self._get(at, hook, "url", partial(kinds.url, ("https", "http")), "") if "url" in hook or not hook else self._needed(at, hook, "url")
        webhook = Webhook(url, listen, secret) if url else None
        api = self._get(where, given, "api", partial(kinds.url, ("https", "http")), Telegram.api)
        users, chats = (self._get(where, given, key, kinds.ids, nobody) for key in ("users", "chats"))
        pacing = self._get(where, given, "pacing", kinds.switch, Telegram.pacing)
        return {"telegram": Telegram(token, api, users, chats, webhook, pacing)} if token else {}

    def _matrix(self, where: Path_, given: Mapping[str, Any]) -> dict[str, Platform]:
        homeserver, user = (self._needed(where, given, key) for key in ("homeserver", "user"))
        password, key = (self._secret(where, given, name) if {f"{name}_env", f"{name}_file"} & given.keys() else None for name in ("password", "key"))
        prefix = self._get(where, given, "prefix", kinds.prefix, "!")
        asked = self._keys((*where, "invites"), given.get("invites"), KEYS["platforms"]["matrix"]["invites"])
        nobody: tuple[str, ...] = ()
        invites = Invites(*(self._get((*where, "invites"), asked, kind, partial(kinds.names, sign), nobody) for kind, sign in (("users", "@"), ("servers", ""), ("rooms", "!"))))
        return {"matrix": Matrix(homeserver, user, password, key, prefix, invites)} if homeserver and user else {}

    def _keys(self, where: Path_, value: object, known: Mapping[str, Any]) -> dict[str, Any]:
        """Return a mapping, empty where there is none, and note each of its keys that is not known."""
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._note(where, "must hold keys.", f"Write {', '.join(f'`{key}:`' for key in known)} under it." if known else "Leave it empty.")
            return {}
        for key in value:
            if key not in known:
                near = process.extractOne(str(key), list(known), score_cutoff=ALIKE)
                self._note((*where, key), "is not a known key.", f"Did you mean {near[0]!r}?" if near else _among(known))
        return cast("dict[str, Any]", value)

    def _get(self, where: Path_, data: Mapping[str, Any], key: str, kind: Callable[[Any], T], usual: T) -> T:
        """Return a value under a key as its kind reads it, or the usual one where it is not given or does not fit."""
        if data.get(key) is None:
            return usual
        try:
            return kind(data[key])
        except WrongError as error:
            self._note((*where, key), error.what, error.remedy)
            return usual

    def _needed(self, where: Path_, data: Mapping[str, Any], key: str) -> str | None:
        value = data.get(key)
        if isinstance(value, str) and value.strip():
            return value
        self._note((*where, key) if key in data else where, f"needs text under {key!r}.", f"Write `{key}: …`.")
        return None

    def _secret(self, where: Path_, data: Mapping[str, Any], name: str) -> Secret | None:
        """Return a secret from the variable or the file that is named, exactly one of the two."""
        given = [key for key in (f"{name}_env", f"{name}_file") if data.get(key) is not None]
        if len(given) != 1:
            self._note(where, f"needs one of {name}_env and {name}_file.", f"Write `{name}_env: VARIABLE`, or `{name}_file: path`; never the {name} itself.")
            return None
        place, value = (*where, given[0]), data[given[0]]
        if not isinstance(value, str) or not value:
            self._note(place, "must be text.", "Name a variable of the environment, or a file.")
            return None
        if given[0].endswith("_env"):
            found = self._environment.get(value, "").strip()
            missing = f"names the variable {value}, which is not set or empty."
        else:
            found, missing = self._content(value)
        if not found:
            self._note(place, missing, f"Put the {name} there.")
            return None
        return Secret(found)

    def _content(self, name: str) -> tuple[str, str]:
        """Return what a file holds, and the problem to tell where that is nothing."""
        path = self._folder / Path(name).expanduser()
        try:
            return path.read_text("utf-8").strip(), f"names the file {path}, which is empty."
        except UnicodeDecodeError:
            return "", f"names the file {path}, which is not UTF-8 text."
        except OSError as error:
            return "", f"names the file {path}, which cannot be read ({error.strerror})."

    def _note(self, where: Path_, what: str, remedy: str) -> None:
        name = ".".join(map(str, where))
        self.problems.append(self._file.problem(where, f"{name} {what}" if name else f"the file {what}", remedy))


def _among(known: Mapping[str, Any]) -> str:
    return f"Remove it; known here: {', '.join(known)}." if known else "Remove it; nothing stands here."
