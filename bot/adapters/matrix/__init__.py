"""Matrix: rooms on a homeserver, plain and encrypted, through matrix-nio. Imported only where a
Matrix account is configured.
"""
