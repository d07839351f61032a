"""Menus: what each language shows beside replies, drawn from the dialogue for the adapters."""

from __future__ import annotations

from bot.chat.platform import Menu
from bot.dialogue.brain import Brain
from bot.dialogue.compose import compose, typeset
from bot.dialogue.guide import greeting


def menus(brain: Brain, *, rehearsing: bool = False) -> dict[str, Menu]:
    """Return what an adapter shows beside replies, by language: the greeting, how to leave, and the
    commands.

    `rehearsing` tells of the command that lets time pass.
    """
    found = {}
    aliases = {
        name: command
        for words in brain.languages.values()
        for name, command in words.aliases.items()
    }
    for code, words in brain.languages.items():
        hello = compose(brain, greeting(brain, code))
        tries = "\n".join(
            (*(block.text for block in hello.blocks), *(f"– {choice}" for choice in hello.choices))
        )
        ours = {
            key: typeset(words(key), code)
            for key in (
                *("sub_invite", "wait_hint", "exit_hint", "calling"),
                *("unreadable", "text_only", "unverified", "unfolded", "description", "about"),
                "channel_choices",
                "no_picture",
            )
        }
        found[code] = Menu(
            greeting=(tries, ours["sub_invite"]),
            leaving="\n".join((*([ours["wait_hint"]] if rehearsing else []), ours["exit_hint"])),
            commands=words.commands,
            calling=ours["calling"],
            unreadable=ours["unreadable"],
            unverified=ours["unverified"],
            text_only=ours["text_only"],
            description=ours["description"],
            about=ours["about"],
            channel_open=typeset(words.say["channel_open"], code),
            channel_closed=typeset(words.say["channel_closed"], code),
            channel_choices=ours["channel_choices"],
            aliases=aliases,
            names=words.names,
            editing=words.editing,
            here={name: what for name, what in words.here.items() if rehearsing or name != "wait"},
            folding=typeset(words.say["folding"], code),
            unfolded=ours["unfolded"],
            picture=typeset(words.say["picture"], code),
            no_picture=ours["no_picture"],
            trouble=typeset(words.say["trouble"], code),
        )
    return found
