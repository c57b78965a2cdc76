"""Monte Carlo on a task network: dates, costs, and what drives them."""
