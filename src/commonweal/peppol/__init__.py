"""Documents on the network of access points, both ways."""
