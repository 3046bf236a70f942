"""insights: front page and the home of each role; reads everything, writes nothing. Words: queue, figure."""
