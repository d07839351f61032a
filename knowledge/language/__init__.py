"""The one place for words: tokens, stems, sentences, zones, names of the world."""
