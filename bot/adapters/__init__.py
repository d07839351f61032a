"""Adapters: one for each platform; each turns what people send into messages and back."""
