"""A question becomes ranked evidence from one or more books, and the cues found in it."""
