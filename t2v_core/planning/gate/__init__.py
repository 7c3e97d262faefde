"""The gate: is a sentence supported by the passage that it cites?"""
