"""The staff's face of the bank: statements in, payments out, the proof that both agree."""
