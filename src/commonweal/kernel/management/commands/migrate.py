"""
Django's own `migrate`, without building again the classes that a step leaves as they were.

Between two steps Django builds anew the historical class of a model and of every model around it.
A house begins with some six hundred steps, half of which only note a constraint or an index: ten of
the fourteen seconds of processor time that an empty database took. Here a constraint or an index is
noted on the class that stands, and a new model gets a class without touching its neighbours.
"""

from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState


class LightState(ProjectState):
    """What the models look like after a step; the rest of Django's steps work as they did."""

    _relations: Any  # Django keeps it, its stubs do not say so

    def clone(self) -> "LightState":
        """Return a copy that stays light."""
        return _lighten(super().clone())

    def add_model(self, model_state: ModelState) -> None:
        """Build the class of the new model only: nothing can refer to it yet."""
        key = model_state.app_label, model_state.name_lower
        self.models[key] = model_state
        if self._relations is not None:
            self.resolve_model_relations(key)
        if "apps" in self.__dict__:  # only asking for it would build them all
            self.apps.render_multiple([model_state])

    def _append_option(self, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
        options = self.models[app_label, model_name].options
        self._note(app_label, model_name, option_name, [*options[option_name], obj])

    def _remove_option(
        self, app_label: str, model_name: str, option_name: str, obj_name: str
    ) -> None:
        options = self.models[app_label, model_name].options
        kept = [each for each in options[option_name] if each.name != obj_name]
        self._note(app_label, model_name, option_name, kept)

    def _note(self, app_label: str, model_name: str, option: str, values: list[Any]) -> None:
        """Write constraints or indexes down; the steps themselves carry what the database needs."""
        self.models[app_label, model_name].options[option] = values
        if "apps" in self.__dict__:
            meta: Any = self.apps.get_model(app_label, model_name)._meta
            setattr(meta, option, values)
            meta.original_attrs[option] = values
            meta._expire_cache()


class LightExecutor(MigrationExecutor):
    """Walks the migrations with light states."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> LightState:
        state = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]
        return _lighten(state)


class Command(migrate.Command):
    """Updates the database to the current models and migrations."""

    def handle(self, *args: Any, **options: Any) -> Any:
        """Do as Django does, with our executor; there is no other way to hand it one."""
        django: Any = migrate
        usual, django.MigrationExecutor = django.MigrationExecutor, LightExecutor
        try:
            return super().handle(*args, **options)
        finally:
            django.MigrationExecutor = usual


def _lighten(state: ProjectState) -> LightState:
    state.__class__ = LightState
    assert isinstance(state, LightState)
    return state
