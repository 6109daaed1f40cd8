"""Files as companies have them, made by code: each is really what it says it is."""
