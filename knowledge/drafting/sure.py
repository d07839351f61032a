"""How sure a draft is of what it takes from a text, 0 to 1, in one table: what drafts names its
evidence here, and a person who corrects a draft looks first at what is least sure.
"""

from __future__ import annotations


class Sure:
    """A word for each kind of evidence."""

    # a text's own title and date
    TITLE_HEADING = 0.85
    TITLE_NAMED = 0.7  # below a line that tells the kind of document, or who publishes it
    TITLE_OPENING = 0.3  # the text's first words
    TITLE_OURS = 0.5  # below this, the title is the draft's, not the text's
    DATED_DATA = 0.95  # by the file's own data, or by a person
    DATED_HEAD = 0.9
    DATED_SOMEWHERE = 0.6
    DATED_YEARLESS = 0.45
    # days
    DAY_WRITTEN = 0.98  # day, month and year
    DAY_YEARLESS = 0.85
    DAY_SPOKEN = 0.8  # a weekday, "yesterday"
    DAY_AMBIGUOUS = 0.5  # 3/4/2025 in English
    # amounts
    AMOUNT_SIGNED = 0.97
    AMOUNT_UNIT = 0.9
    AMOUNT_WORDS = 0.75
    # bodies and places
    BODY_KNOWN = 0.95  # by the world
    BODY_TWICE = 0.8
    BODY_SHAPE = 0.75
    BODY_ACRONYM = 0.5
    # people
    PERSON_TITLED = 0.95  # "Mme …"
    PERSON_KNOWN = 0.95
    PERSON_GIVEN = 0.9  # behind a given name
    PERSON_ROLE = 0.85
    PERSON_OFFICE = 0.7
    PERSON_SHAPE = 0.4
    # who says something
    SAID_TAG = 0.95  # « … », a dit X
    SAID_SUBJECT = 0.9  # X a dit : « … »
    SAID_ROLE = 0.85  # named by a role that nobody bears, or behind a verb
    SAID_PRONOUN = 0.75
    SAID_CARRIED = 0.65  # by who spoke last
    SAID_NEAR = 0.5
    SAID_BY_NOBODY = 0.3
    SAID_UNQUOTED = 0.9  # of it, where no words are quoted
    TURN_LABELLED = 0.9
    TURN_ANSWERED = 0.85
    # what a sentence tells of
    TOLD = 0.7
    TOLD_QUOTED = 0.5  # inside a quotation
    TOLD_BY_HEADING = 0.7
    TOLD_SIDE = 0.8  # who voted how
    TOLD_LEAD = 0.6  # one of the first sentences
    TOLD_ROLE = 0.85
