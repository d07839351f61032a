"""Answers from a drafted report: from what its draft tells for sure, and from its sentences ranked
for the question.
"""
