"""The briefing sheet of a meeting on paper."""

from menara.exports.briefing.sheet import Block, Row, Sheet, briefing_pdf

__all__ = ["Block", "Row", "Sheet", "briefing_pdf"]
