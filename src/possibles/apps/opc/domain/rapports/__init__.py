"""The half-yearly report: narrative kept from edition to edition, figures of frozen points."""
