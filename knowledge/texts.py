"""Texts in several languages, and the codes of languages, as a report's data has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from knowledge.language.languages import LANGUAGES

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, ValidationInfo
    from pydantic_core import CoreSchema


class _Spoken:
    """What pydantic must know of the code of a language: it is one of those that there are."""

    @staticmethod
    def __get_pydantic_core_schema__(_: object, __: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema, for the checker of report.yaml."""
        from pydantic_core import core_schema  # noqa: PLC0415 - a checked report needs no checker

        return core_schema.literal_schema(list(LANGUAGES))


Code = Annotated[str, _Spoken]


class Texts(dict[str, str]):
    """One text in several languages, by their codes, that of the report's own language first.

    `texts[lang]` is the text in a language or, where there is none in it, in the report's own; ""
    where there is none at all. `texts.get(lang)` is the text in that language alone, or None.
    """

    def __missing__(self, lang: str) -> str:
        """Return the text that stands in for one that is missing."""
        return next(iter(self.values()), "")

    @classmethod
    def of(cls, texts: Mapping[str, str], own: str) -> Texts:
        """Return texts in an order of which the report's own language is the first."""
        return cls(sorted(texts.items(), key=lambda item: item[0] != own))

    @classmethod
    def __get_pydantic_core_schema__(cls, _: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema; the context of a validation is the report's own language."""
        from pydantic_core import core_schema  # noqa: PLC0415 - as above

        def made(texts: dict[str, str], info: ValidationInfo[Any]) -> Texts:
            return cls.of(texts, str(info.context))

        texts = core_schema.dict_schema(handler.generate_schema(Code), core_schema.str_schema())
        return core_schema.with_info_after_validator_function(made, texts)
