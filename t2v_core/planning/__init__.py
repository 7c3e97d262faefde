"""Evidence becomes a scene plan whose every sentence can be traced to a page."""
