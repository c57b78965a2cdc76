"""The half-yearly report to the steering committee: DOCX, PPTX and PDF."""
