"""Law and house terms as dated data, and the pure functions that read them. No Django."""
