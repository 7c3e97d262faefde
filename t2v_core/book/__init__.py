"""A book file becomes cleaned, cited, embedded chunks: extract ─► clean ─► chunk ─► embed ─► library."""
