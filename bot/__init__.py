"""The bot: what is said in a chat, on which platform, and when."""

__version__ = "0.3.0"
