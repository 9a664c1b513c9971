"""The persons of the cooperative: who they are, where they live, how they are paid and taxed."""
