"""What every editable document shares: pages of text (DOCX) and slides (PPTX).

A house's own template may be given: its styles, its layouts and its colours are then
used instead of ours.
"""
