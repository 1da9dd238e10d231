"""Names and facts of the engines, made into sentences.

    sentence    a template and what fills it; faces translate the first and speak the second in their own way
    labels      what the field's terms and an officer's facts are called
    rules       the templates of each rule: why not, what is not known, what is asked, what would change it
    findings    from one finding to its sentences
    steps       what an officer would do to become eligible

English is the source: every template is marked for translation where it stands. Nothing here knows a language, a
calendar or the fact files.
"""

from menara.sentences.findings import (
    answer_sentence,
    asked_sentence,
    change_sentence,
    found_sentence,
    rule_sentence,
    unknown_sentence,
)
from menara.sentences.labels import fact_label, label
from menara.sentences.sentence import Code, Sentence
from menara.sentences.steps import kind_sentence, step_sentence

__all__ = [
    "Code",
    "Sentence",
    "answer_sentence",
    "asked_sentence",
    "change_sentence",
    "fact_label",
    "found_sentence",
    "kind_sentence",
    "label",
    "rule_sentence",
    "step_sentence",
    "unknown_sentence",
]
