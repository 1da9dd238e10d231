"""The programme on paper: by day, by room and by delegation, and the cards on the doors of the rooms.

    programme_pdf(paper=…, order=…, fonts=…)    the whole programme, or what is in ``paper`` of it
    door_cards_pdf(paper=…, fonts=…)            one sheet a room and day, to read from across the corridor

    contents  the frozen value         sheets  sections, rows and cards         press  PDF

A version that was not published says so on every page.
"""

from menara.exports.programme.contents import ORDERS, PrintedMeeting, ProgrammePaper
from menara.exports.programme.press import door_cards_pdf, programme_pdf

__all__ = ["ORDERS", "PrintedMeeting", "ProgrammePaper", "door_cards_pdf", "programme_pdf"]
