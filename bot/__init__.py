"""The bot: what is said in a chat, on which platform, and when."""
