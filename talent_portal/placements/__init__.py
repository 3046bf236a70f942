"""placements: terms offered by a municipality, their check, the answers of both sides, and the appointment after it.

Words: offer (勤務条件の提示), terms, form check, placement (任用・委嘱), review (実績報告・振り返り).
"""
