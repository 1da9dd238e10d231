"""Calls and the posts they offer: the list, one post, one call, entering, correcting, importing, exporting."""
