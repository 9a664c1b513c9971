"""A contract for import-linter: a room is entered by its doors, never by its furniture."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class RoomDoors(Contract):
    """
    Modules outside a room import only its doors (`actions`, `queries`, `jobs`, ...).

    `models` and everything private stays inside. Tests may look behind every door.
    """

    container = fields.StringField()
    doors = fields.ListField(subfield=fields.StringField())
    exempt_rooms = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        breaches = sorted(
            (importer, module)
            for room in self._rooms(graph)
            for module in graph.find_descendants(room)
            if module.removeprefix(f"{room}.").split(".")[0] not in self.doors
            for importer in graph.find_modules_that_directly_import(module)
            if not f"{importer}.".startswith(f"{room}.") and ".tests." not in importer
        )
        return ContractCheck(kept=not breaches, metadata={"breaches": breaches})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, module in check.metadata["breaches"]:
            output.print_error(f"{importer} imports {module}, which is no door of its room")

    def _rooms(self, graph: ImportGraph) -> list[str]:
        children = graph.find_children(self.container)
        return [room for room in children if room.rpartition(".")[2] not in self.exempt_rooms]
