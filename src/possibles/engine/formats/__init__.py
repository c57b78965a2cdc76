"""Readers and writers: our JSON, MS Project XML, PSPLIB."""
