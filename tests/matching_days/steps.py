"""The last steps of a round, as the coordinator takes them."""

from talent_portal.matching_days import actions

# Why wishes end before the time that was told, in both languages.
WHY = ("試験会場の都合", "The place of the examination changed")


def matched(make, day):
    actions.match_day(make.officer(), day.reference, day.version)
    return make.outcome(day)


def published(make, day):
    kept = matched(make, day)
    actions.publish_day(make.officer(), day.reference, make.fresh(day).version)
    actions.tell_applicants()
    return kept
