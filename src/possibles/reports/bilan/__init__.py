"""The yearly account of the contract: gathered once, written as DOCX, PPTX and PDF."""
