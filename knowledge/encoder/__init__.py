"""Finding what is said in other words: a small encoder of text, and how alike two texts are."""
