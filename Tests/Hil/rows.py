"""What a row is, and the list of all."""

import dataclasses
import typing


@dataclasses.dataclass
class Row:
    name: str
    run: typing.Callable
    is_short: bool


ROWS = []


def row(name, *kinds, short=False):
    """Adds a row, or one for each kind of part with its name behind; `short` is True where it
    belongs to the short form, or the kinds that do."""
    def add(function):
        for kind in kinds or (None,):
            is_short = short is True or (kind is not None and short and kind in short)
            title = name if kind is None else f"{name}, {kind.name}"
            call = function if kind is None else (lambda bench, kind=kind: function(bench, kind))
            ROWS.append(Row(title, call, is_short))
        return function
    return add
