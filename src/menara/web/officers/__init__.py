"""Officers: the roster, one officer, one officer against one post, entering, correcting, importing, exporting."""
