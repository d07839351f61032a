"""One file a step. A step that was released is never changed: a later one mends it."""
