"""What reports say: their verbatim text, entities, facts and quotes. Knows no chat, no bot and no
network.
"""
