"""The desk's face of the portfolio: units and what asks for attention."""
