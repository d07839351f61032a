"""The composition root: what is built, run, watched and ended; the only place that knows all
others.
"""
