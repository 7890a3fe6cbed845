"""What migrations of ours are made with besides Django's own operations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTogether(Operation):
    """The models of an app's first migration, each made at once as it stands after all of `operations`.

    Run one by one, each operation has Django build again every model that is related to the one it changes, which
    here is nearly all of them. Foreign keys are added at the end, so the order of the tables does not matter.
    """

    reversible = False

    def __init__(self, operations: Sequence[Operation]) -> None:
        """Take what `makemigrations` wrote for an empty database: models, and what is added to them later."""
        self.operations = list(operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how it is written down."""
        return type(self).__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note every change; the models are built when they are first asked for."""
        vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make each table with all its columns, indexes and constraints."""
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what it does."""
        return f"Create {sum(isinstance(operation, CreateModel) for operation in self.operations)} models together"
