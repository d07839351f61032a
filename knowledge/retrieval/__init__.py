"""The one ranker: which sentences of a text may answer a question, and how surely."""
