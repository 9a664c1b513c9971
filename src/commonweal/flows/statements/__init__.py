"""What every cent of a budget became: its months, its steps, and the statement on paper."""
