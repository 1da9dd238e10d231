"""What Menara is measured against. Each peer is a function of (market, seconds, gap, journal) that returns a plan."""
