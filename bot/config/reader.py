"""Reading config.yaml: every problem at once, with its line and what to do."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from rapidfuzz import process
from typing_extensions import is_typeddict

from bot.config.config import Config
from bot.config.errors import ConfigError
from bot.config.folder import FILE, usual_data
from bot.config.kinds import ALIKE
from bot.config.named import Named, needed
from bot.config.secret import Secret
from knowledge.loading.problems import Problem, ReportError
from knowledge.loading.yamlfile import YamlFile, read

_UNKNOWN = {"unexpected_keyword_argument", "extra_forbidden", "invalid_key"}
_NO_KEYS = {"dataclass_type", "dict_type"}
ANY = "name"  # stands in KEYS for keys that the operator chooses


def read_config(
    path: Path, environment: Mapping[str, str], secrets: Collection[str] | None = None
) -> Config:
    """Return what a configuration file says.

    Relative paths in it begin at its folder; `environment` holds the secrets that it names. Of
    these only those of the names in `secrets` ("token", "url") are read, None meaning all; the
    others are left empty. Raises ConfigError with every problem.
    """
    if not path.exists():
        remedy = "Copy config.example.yaml to config.yaml, or name another file with --config."
        raise ConfigError([Problem(path, 0, "does not exist.", remedy)])
    try:
        file = read(path)
    except ReportError as error:
        raise ConfigError(error.problems) from None
    given = _gathered({} if file.data is None else file.data, KEYS)
    if isinstance(given, dict):
        given.setdefault("data", usual_data(environment))
    around = {"folder": path.absolute().parent, "environment": environment, "secrets": secrets}
    try:
        return TypeAdapter(Config).validate_python(given, context=around)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        raise ConfigError(_problem(file, dict(e)) for e in found) from None


def read_or_usual(
    path: Path | None, environment: Mapping[str, str], secrets: Collection[str] = ("url",)
) -> Config:
    """Return what a configuration file says: the one named, or else config.yaml where there is one,
    or else the usual configuration; with the secret of the database alone, or others that are
    named. Raises ConfigError.
    """
    if path is None and not FILE.exists():
        return Config(usual_data(environment))
    return read_config(path or FILE, environment, secrets)


def _keys(kind: Any) -> dict[str, Any] | None:  # noqa: ANN401 - any type
    """Return the keys of a type, those of a secret by where it stands, each with the keys below."""
    if not (is_dataclass(kind) or is_typeddict(kind)):
        return None
    found: dict[str, Any] = {}
    for name, hint in get_type_hints(kind).items():
        kinds = get_args(hint) or (hint,)  # `Kind | None`
        if get_origin(hint) is dict:
            found[name] = {ANY: _keys(kinds[1])}
            continue
        names = (f"{name}_env", f"{name}_file") if Secret in kinds else (name,)
        found |= dict.fromkeys(names, None if Secret in kinds else _keys(kinds[0]))
    return found


# Every key there is; a mapping under a key holds the keys of what stands there.
KEYS: Mapping[str, Any] = _keys(Config) or {}


def _gathered(value: object, keys: Mapping[str, Any] | None) -> object:
    """Return a value with its secrets under their names, and without what is left empty."""
    if not isinstance(value, dict) or keys is None:
        return value
    named = [key for key in value if key in keys and str(key).endswith(("_env", "_file"))]
    given: dict[Any, Any] = {}
    for key, below in value.items():
        # Under `platforms` a name alone tells something.
        if key not in named and (below is not None or keys is KEYS["platforms"]):
            given[key] = _gathered({} if below is None else below, _below(keys, key))
    for key in named:
        held = given.setdefault(key.rpartition("_")[0], Named())
        if isinstance(held, Named) and value[key] is not None:
            held[key] = value[key]
    return given


def _below(keys: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401 - as in KEYS
    """Return the keys that may stand under one, None for a value."""
    return keys.get(key, keys.get(ANY))


def _problem(file: YamlFile, error: dict[str, Any]) -> Problem:
    """Return what pydantic tells of a value as a problem, in our words."""
    where = tuple(str(part) for part in error["loc"] if part != "[key]")
    wording = error.get("ctx", {})
    if error["type"] in _UNKNOWN:
        what, remedy = "is not a known key.", _meant(where[-1], _known(where[:-1]))
    elif error["type"] in _NO_KEYS:
        below = ", ".join(f"`{key}:`" for key in _known(where))
        what, remedy = "must hold keys.", f"Write {below} under it." if below else "Leave it empty."
    elif error["type"] == "missing":
        *around, key = where
        where = tuple(around)
        what, remedy = f"needs text under {key!r}.", f"Write `{key}: …`."
        if key not in _known(where):
            what, remedy = needed(key)
    else:
        what, remedy = wording["what"], wording["remedy"]
        if "key" in wording:  # of a secret, whose own name is no key
            where = (*where[:-1], *filter(None, [wording["key"]]))
    name = ".".join(where)
    return file.problem(where, f"{name} {what}" if name else f"the file {what}", remedy)


def _known(where: tuple[str, ...]) -> Mapping[str, Any]:
    """Return the keys that may stand at a place."""
    keys: Mapping[str, Any] = KEYS
    for key in where:
        keys = _below(keys, key) or {}
    return keys


def _meant(key: str, known: Mapping[str, Any]) -> str:
    near = process.extractOne(key, list(known), score_cutoff=ALIKE)
    if near:
        return f"Did you mean {near[0]!r}?"
    return (
        f"Remove it; known here: {', '.join(known)}."
        if known
        else "Remove it; nothing stands here."
    )
