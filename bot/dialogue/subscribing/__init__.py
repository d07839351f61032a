"""Subscriptions in words: the wishes about them, how one stands, and what is kept of a chat."""
