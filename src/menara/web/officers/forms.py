"""The form of an officer."""

from __future__ import annotations

from menara.engines.eligibility.officer import Officer
from menara.exports.records import OFFICER_COLUMNS, officer_row
from menara.intake.officers import COLUMNS, read_officers
from menara.terms import Modality
from menara.web import labels
from menara.web.fields import OFFICER, OFFICER_GROUPS
from menara.web.record_forms import Shape, spelled

SHAPE: Shape[Officer] = Shape(
    kind="officers",
    labels=OFFICER,
    groups=OFFICER_GROUPS,
    choices={
        "sex": [("", labels.UNKNOWN), ("f", labels.SEXES["f"]), ("m", labels.SEXES["m"])],
        "education": spelled(labels.EDUCATION),
        "status": spelled(labels.SERVICE),
        "conduct": spelled(labels.CONDUCT),
        "medical": spelled(labels.MEDICAL),
        "provenance": spelled(labels.PROVENANCE)[1:],
        "modalities": [c for c in spelled(labels.MODALITIES) if c[0] != Modality.FPU],
    },
    days=frozenset(name for name in OFFICER_COLUMNS if name.endswith(("_on", "_until", "_from"))),
    truths=frozenset({"academy_diploma", "firearms_tested", "repatriated", "vaccinated", "release_consent"}),
    texts=frozenset(),
    several=frozenset({"modalities"}),
    needed=frozenset(column.name for column in COLUMNS if column.required),
    read=read_officers,
    row=officer_row,
    columns=OFFICER_COLUMNS,
)
