"""Hyphens that hang: "two- and three-dimensional", "Vor- und Nachteile". Read here, and by the layout of PDF pages."""

import re

# What follows a hyphen that stands for the rest of a compound: a space belongs between them.
HANGING = re.compile(r"\s*(?:and|or|nor|to|und|oder|bis|sowie|et|ou|y|o|e)\b")
