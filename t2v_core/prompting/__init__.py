"""A scene plan becomes positive and negative prompts for one family of video models."""
