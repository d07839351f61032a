"""Recognising what a message asks: fuzzy, bilingual, and neutral as to which report it is about."""
