"""Pictures as they look: a card, a timeline, who was where. Drawn with the extra `pictures` where
that is installed; knows no report.
"""
