"""Small makers of real objects. Each opens its own change, so a test reads straight."""
