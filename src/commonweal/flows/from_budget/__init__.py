"""Work paid from a budget, without client or order: reserve, declare, pay. Owns no tables."""
