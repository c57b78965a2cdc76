"""The minutes of a monthly point, as text to send and as PDF."""
