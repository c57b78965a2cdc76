"""The product, plus the pages and jobs on which the trials are run."""
