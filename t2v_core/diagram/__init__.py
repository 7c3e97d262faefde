"""A scene plan becomes a drawn film: scene ─► template ─► layout ─► timeline ─► draw list ─► Skia."""
