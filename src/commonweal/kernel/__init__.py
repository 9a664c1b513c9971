"""The smallest room: values, refusals, the event log and the shape of a verb."""
