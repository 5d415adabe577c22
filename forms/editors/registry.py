"""Registry: which editor a field gets, by its kind."""

from __future__ import annotations

from collections.abc import Mapping

from forms.editors.base import Editor, EditorTools
from forms.editors.line import LineEditor
from forms.editors.picks import FEW, ChipsEditor, FewEditor, ListEditor, YesNoEditor
from forms.editors.places import PlacesEditor
from forms.editors.suggest import ClassEditor, PlaceEditor
from schoolprep.facts.blank import Field, KindName

EDITORS: Mapping[KindName, type[Editor]] = {
    "text": LineEditor,
    "name": LineEditor,
    "identity": LineEditor,
    "phone": LineEditor,
    "date": LineEditor,
    "moment": LineEditor,
    "temperature": LineEditor,
    "number": LineEditor,
    "serial": LineEditor,
    "yes_no": YesNoEditor,
    "choice": ListEditor,
    "choices": ChipsEditor,
    "place": PlaceEditor,
    "places": PlacesEditor,
    "class": ClassEditor,
}
"""Every kind has one. A choice of few answers stands side by side instead."""


def make(field: Field, tools: EditorTools) -> Editor:
    """The editor for a field."""
    if field.kind == "choice" and len(field.choices) <= FEW:
        return FewEditor(field, tools)
    return EDITORS[field.kind](field, tools)
