"""Between an adapter and the dialogue: what is taken is answered, once and in order."""
