"""Reading English sentences: word classes, clauses, phrases, related words."""
