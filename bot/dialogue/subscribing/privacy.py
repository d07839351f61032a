"""Privacy: what is kept of a chat, shown to it, and erased where it confirms."""

from __future__ import annotations

from bot.chat.subscriptions import Change, Profile
from bot.dialogue.answer import Answer, Part, Pending
from bot.dialogue.brain import Brain
from bot.dialogue.context import Context
from bot.dialogue.days import day_name
from bot.dialogue.subscribing import summary
from bot.intents.wishes.offsets import offset_name

INTENT = "subscription"


def shown(brain: Brain, lang: str, profile: Profile, context: Context) -> Answer:
    """Return everything that is kept of a chat."""
    say, subscription = brain.languages[lang], profile.subscription
    lines = [say("mydata_lang", language=say(f"language_{profile.lang}"))] if profile.lang else []
    lines += [say("mydata_zone", zone=offset_name(profile.zone))] if profile.zone else []
    if subscription:
        told = summary.sentences(brain, subscription, profile, lang)
        state = "" if subscription.active else say("mydata_ended")
        if subscription.active and subscription.paused_until and told["paused"]:
            state = say("mydata_paused", day=day_name(subscription.paused_until, say, year=True))
        state += "" if subscription.sound else say("mydata_unheard")
        state += say("mydata_weekly") if subscription.weekly else ""
        lines.insert(
            0, say("mydata_chat", platform=subscription.chat.platform, chat=subscription.chat.chat)
        )
        lines += [
            say(
                "mydata_subscription",
                days=told["days"],
                clock=told["clock"],
                zone=told["zone"],
                state=state,
            )
        ]
        names = summary.names_of(brain, subscription.topics, lang)
        lines += [say("mydata_topics", names=", ".join(names))] if names else []
        lines += [say("mydata_ledger")]
    lines += [say("mydata_question", text=context.question.text)] if context.question else []
    text = "\n".join((say("mydata"), *lines)) if lines else say("mydata_none")
    return Answer("chat", lang, (Part(text),), INTENT)


def ask_to_forget(brain: Brain, lang: str) -> Answer:
    """Return the question whether to erase everything."""
    say = brain.languages[lang]
    return Answer(
        "chat",
        lang,
        (Part(say("forget_ask")),),
        INTENT,
        choices=(say("forget_yes"),),
        pending=Pending("forget"),
    )


def forgotten(brain: Brain, lang: str) -> Answer:
    """Return that everything is erased, with the change that erases it."""
    return Answer(
        "chat",
        lang,
        (Part(brain.languages[lang]("forget_done")),),
        INTENT,
        change=Change(forget=True),
    )
