"""Eligibility, ranking and live counts as pure arithmetic over plain facts. See docs/matching.md.

`case` makes a request ready · `eligibility` puts the hard rules (`licences`, `travel`, `time` over `plan` and `room`,
`forms`) · `conditions` explains one person · `points` and `ranking` order those who could do it · `relaxing` counts.
"""
