"""Sources: where reports come from by themselves. A source is read, what is new there is kept in
the store, and reports are drafted from what the store keeps; knows no chat and no platform.
"""
