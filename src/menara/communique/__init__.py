"""A text for the public, made from the record of a meeting, in each language on its own; and a checker of edited texts.

    record      what is known of a meeting, frozen; what came out and what was left out
    compose     the door: a record in, a title and paragraphs in Arabic, French and English out, with what was missing
    arabic  french  english     each composes in its own order and grammar; none is a translation of another
    parts       what all three ask of a record; what is missing
    days        days, months of the Maghreb, weekdays
    check       the other door: a text that claims more than the record is refused, with place, found and allowed
    folded      texts folded for comparing, with the way back to every place
    lexicon     words that claim, words that deny
    claims  quantities  names  dates  the four things a text could claim too much of
    characters  what hides in a text or turns it round

Nothing here asks a database, a clock or a translation.
"""
