"""One picture a file; each declares its slots, how well it fits a scene, its layout and its timeline."""
