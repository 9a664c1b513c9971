"""
A small lifelike cooperative, told through the verbs of the house: nothing is put into a table by
hand, so what the demonstration shows is what the software does.
"""

from commonweal.flows.demo._story import load

__all__ = ["load"]
