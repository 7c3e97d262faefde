"""Clips become one film file: streamed, cached scene by scene, subtitled, chaptered and verified."""
