"""Ranking: which sentences of a text answer a question, how surely, and with which words. Knows texts and questions, no report and no chat."""
