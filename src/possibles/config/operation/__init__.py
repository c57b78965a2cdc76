"""Install, run every night, save and restore: what keeps an instance alive."""
