"""municipalities: the municipalities above their organisations, regions with dates, and the way between them.

Words: municipality, region, leg, matrix, tile.
"""
