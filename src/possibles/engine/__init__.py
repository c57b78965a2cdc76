"""The computing core: plain Python and numpy, no Django, no clock, no French text."""
