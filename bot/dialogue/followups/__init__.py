"""Follow-ups: what a message means that continues the last one, and the answer where that alone
decides.
"""
