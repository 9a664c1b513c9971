"""
Declarations of wages as files, built from plain values: no tables, no clock, no network.

The door for the rest of the room:

- `belcotax.file(year=, sender=, declarant=, sheets10=, sheets45=, on=, kind=)` -> bytes, the
  sheets 281.10 and 281.45 of an income year for the tax administration; `belcotax.control(xml)`
  adds a file up again, `belcotax.faults(xml)` asks the schema, `belcotax.marks(year)` warns.
- `dmfa.file(quarter=, employer=, persons=, unrelated=, at=)` -> bytes, the quarterly declaration
  to social security; `dmfa.control(xml)`, `dmfa.faults(xml)` and `dmfa.marks(quarter)` likewise.

Values: `sheets` (Belcotax) and `records` (DmfA) say what each field holds and in which unit.
Amounts are cents and never negative. What is incomplete is refused by name, all at once.
"""
