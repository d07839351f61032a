"""The Telegram adapter: private chats, groups and their topics, through the Bot API. Knows its
library and the neutral messages alone.
"""
