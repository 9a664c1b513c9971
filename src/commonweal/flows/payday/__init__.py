"""From a debt that falls due to a payment on a statement."""
