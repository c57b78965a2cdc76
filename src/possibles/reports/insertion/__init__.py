"""Documents of insertion: what is owed to ANRU, to a company, to a committee."""
