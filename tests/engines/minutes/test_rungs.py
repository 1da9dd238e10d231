"""How far words bind: a wish is never read as an agreement, in any of the three languages."""

from __future__ import annotations

import pytest

from menara.engines.minutes.rungs import only_wishes, rung_in_words
from menara.terms import OutcomeKind

WISH, AGREED, PLEDGE, SIGNED = OutcomeKind


@pytest.mark.parametrize(
    ("language", "words", "rung", "is_wish"),
    [
        ("en", "The two services agree to train ten officers.", AGREED, False),
        ("en", "The host will train ten officers.", AGREED, False),
        ("en", "The guest expressed the wish to sign an agreement.", WISH, True),
        ("en", "The guest stressed the importance of field experience.", WISH, True),
        ("en", "The parties signed a memorandum of understanding.", SIGNED, False),
        ("en", "The host pledges five officers.", PLEDGE, False),
        ("en", "The two services did not agree.", WISH, False),
        ("en", "They wished for more. They agreed to meet again.", AGREED, False),
        ("en", "Views were exchanged.", WISH, False),
        ("fr", "Les deux services conviennent de former dix officiers.", AGREED, False),
        ("fr", "L'invité a exprimé le souhait de signer un accord.", WISH, True),
        ("fr", "Les parties ont signé un mémorandum.", SIGNED, False),
        ("fr", "Les deux parties ne conviennent de rien.", WISH, False),
        ("fr", "Le service hôte s'engage à former dix officiers.", AGREED, False),
        ("ar", "اتفق الجانبان على تكوين عشرة ضباط.", AGREED, False),
        ("ar", "أعرب الضيف عن رغبته في توقيع اتفاق.", WISH, True),
        ("ar", "وقع الجانبان مذكرة تفاهم.", SIGNED, False),
        ("ar", "لم يتفق الجانبان.", WISH, False),
        ("es", "Ambas partes acuerdan formar a diez agentes.", WISH, False),  # no list of verbs: nothing is read in
    ],
)
def test_verbs_carry_the_rung(language: str, words: str, rung: OutcomeKind, is_wish: bool) -> None:
    told = {language: words, "other": "The parties signed everything."}
    found = (rung_in_words(told, authoritative=language), only_wishes(told, authoritative=language))
    assert found == (rung, is_wish)
