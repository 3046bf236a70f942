"""The kinds of rows in a queue: what each says, the one verb it offers, and the page behind the verb.

A row is data, so that a new thing to do is one line here and one question in `queries`.
"""

from dataclasses import dataclass

from talent_portal.core.marks import _n


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one kind of row speaks. `one` and `many` may use %(num)s and %(total)s; `many` is for counts but one."""

    one: str
    verb: str
    endpoint: str
    many: str = ""
    # Says what the title of the thing cannot; otherwise the title stands there.
    about: str = ""
    # The name of the reference in the address of the page, where the page is about one thing.
    parameter: str = "reference"
    # Shown as late from the first moment on, with "since" instead of "by".
    late: bool = False
    # What the four counts on top of a coordinator's home add up: answer, request, register.
    counts_as: str = ""

    def sentence(self, count: int) -> str:
        """Return the sentence for this many things, still to be translated."""
        return self.many if self.many and count != 1 else self.one


KINDS: dict[str, Kind] = {
    "letters_late": Kind(
        one=_n("One letter has not left yet"),
        many=_n("%(num)s letters have not left yet"),
        about=_n("They should have been sent more than five minutes ago."),
        verb=_n("See the letters"),
        endpoint="outbox.letters",
        parameter="",
        late=True,
    ),
    "letters_back": Kind(
        one=_n("One letter came back this week"),
        many=_n("%(num)s letters came back this week"),
        about=_n("The address does not exist or refuses mail."),
        verb=_n("See the letters"),
        endpoint="outbox.letters",
        parameter="",
        late=True,
    ),
    "calls": Kind(
        one=_n("One person must be called"),
        many=_n("%(num)s people must be called"),
        about=_n("Mail does not reach them."),
        verb=_n("Call"),
        endpoint="outbox.phone_tasks",
        parameter="",
    ),
    "fair_draft": Kind(
        one=_n("This session is still a draft"),
        verb=_n("Continue"),
        endpoint="fairs.desk_fair",
    ),
    "fair_over": Kind(
        one=_n("This session is over; say that it was held"),
        verb=_n("Close the session"),
        endpoint="fairs.desk_fair",
    ),
    "fair_closing": Kind(
        one=_n("Sign-up closes soon: %(num)s of %(total)s places taken"),
        verb=_n("See sign-ups"),
        endpoint="fairs.desk_fair",
    ),
    "fair_pending": Kind(
        one=_n("One sign-up waits for its confirmation"),
        many=_n("%(num)s sign-ups wait for their confirmation"),
        verb=_n("See sign-ups"),
        endpoint="fairs.desk_fair",
        counts_as="answer",
    ),
    "fair_silent": Kind(
        one=_n("One booth has no message yet"),
        many=_n("%(num)s booths have no message yet"),
        verb=_n("See the booths"),
        endpoint="fairs.desk_fair",
        counts_as="answer",
    ),
    "booth_silent": Kind(
        one=_n("Write what your booth offers"),
        verb=_n("Write"),
        endpoint="fairs.edit_booth",
    ),
    "booth_ready": Kind(
        one=_n("One talk is booked at your booth"),
        many=_n("%(num)s talks are booked at your booth"),
        verb=_n("See the session"),
        endpoint="fairs.fair",
    ),
    "case_candidate": Kind(
        one=_n("A candidate is kept; nobody has been asked yet"),
        verb=_n("Open the case"),
        endpoint="introductions.case",
    ),
    "case_call": Kind(
        one=_n("No answer came in time: call, ask again, or close"),
        verb=_n("Open the case"),
        endpoint="introductions.case",
        counts_as="answer",
    ),
    "case_introduce": Kind(
        one=_n("The person agrees: introduce them"),
        verb=_n("Open the case"),
        endpoint="introductions.case",
    ),
    "case_check": Kind(
        one=_n("An answer by phone or on paper must be checked"),
        verb=_n("Check"),
        endpoint="introductions.case",
    ),
    "case_person": Kind(
        one=_n("A person has not answered in time"),
        verb=_n("Open the case"),
        endpoint="introductions.case",
        counts_as="answer",
    ),
    "case_town": Kind(
        one=_n("A municipality has not decided in time"),
        verb=_n("Open the case"),
        endpoint="introductions.case",
        counts_as="answer",
    ),
    "town_introduced": Kind(
        one=_n("Somebody was introduced to you: arrange a meeting or decide"),
        verb=_n("Open"),
        endpoint="introductions.card",
    ),
    "town_result": Kind(
        one=_n("A meeting has taken place: record the result"),
        verb=_n("Record"),
        endpoint="introductions.card",
    ),
    "town_terms": Kind(
        one=_n("Somebody is selected: offer the terms"),
        verb=_n("Open"),
        endpoint="introductions.card",
    ),
    "terms_write": Kind(
        one=_n("Terms are to be written, or to be changed"),
        verb=_n("Write the terms"),
        endpoint="placements.offer",
    ),
    "terms_check": Kind(
        one=_n("The appointment form of these terms is to be checked"),
        verb=_n("Check the appointment form"),
        endpoint="placements.offer",
    ),
    "terms_send": Kind(
        one=_n("The appointment form is in order: send the terms"),
        verb=_n("Send the terms"),
        endpoint="placements.offer",
    ),
    "terms_answer": Kind(
        one=_n("Your municipality has not answered these terms yet"),
        verb=_n("Answer the terms"),
        endpoint="placements.offer",
    ),
    "terms_confirm": Kind(
        one=_n("An answer by phone or on paper must be checked"),
        verb=_n("Open"),
        endpoint="placements.offer",
        counts_as="answer",
    ),
    "terms_settle": Kind(
        one=_n("Both sides agree: settle what is open before the start"),
        verb=_n("Open"),
        endpoint="placements.offer",
    ),
    "terms_appoint": Kind(
        one=_n("Everything is settled: record the appointment"),
        verb=_n("Record the appointment"),
        endpoint="placements.offer",
    ),
    "work_asked": Kind(
        one=_n("Somebody asks for a change of their work"),
        verb=_n("Open"),
        endpoint="placements.placement",
    ),
    "work_report": Kind(
        one=_n("The work has ended: write the work report"),
        verb=_n("Write the work report"),
        endpoint="placements.placement",
    ),
    "person_asked": Kind(
        one=_n("A municipality would like to know whether you are interested"),
        verb=_n("Open"),
        endpoint="introductions.own",
        parameter="",
    ),
    "person_offered": Kind(
        one=_n("A municipality offers you terms"),
        verb=_n("Open"),
        endpoint="placements.mine",
        parameter="",
    ),
    "person_worked": Kind(
        one=_n("Your work has ended: please write your report"),
        verb=_n("Open"),
        endpoint="placements.mine",
        parameter="",
    ),
    "run_ended": Kind(
        one=_n("Your run over all requests has ended: look the plan over"),
        about=_n("Nobody is told anything before you make candidates of it."),
        verb=_n("See the plan"),
        endpoint="matching.run",
    ),
    "run_failed": Kind(
        one=_n("Your run over all requests did not succeed"),
        about=_n("Its page says why, and what to do."),
        verb=_n("See why"),
        endpoint="matching.run",
    ),
    "day_draft": Kind(
        one=_n("This matching day is still a draft"),
        verb=_n("Continue"),
        endpoint="matching_days.desk_day",
    ),
    "day_rankings": Kind(
        one=_n("The ranking of one municipality is missing"),
        many=_n("The rankings of %(num)s municipalities are missing"),
        verb=_n("See the matching day"),
        endpoint="matching_days.desk_day",
        counts_as="answer",
    ),
    "day_match": Kind(
        one=_n("All rankings are in: the matching can be done"),
        verb=_n("Do the matching"),
        endpoint="matching_days.desk_day",
    ),
    "day_publish": Kind(
        one=_n("The matching is done; nobody has been told yet"),
        verb=_n("Look the outcome over"),
        endpoint="matching_days.outcome",
    ),
    "day_published": Kind(
        one=_n("The outcome is published: give a second chance, or close"),
        verb=_n("See the matching day"),
        endpoint="matching_days.desk_day",
    ),
    "town_ranking": Kind(
        one=_n("One applicant waits for your ranking"),
        many=_n("%(num)s applicants wait for your ranking"),
        verb=_n("Rank them"),
        endpoint="matching_days.ranking",
        counts_as="answer",
    ),
    "request_sent": Kind(
        one=_n("A request has arrived: open it or send it back"),
        verb=_n("Read the request"),
        endpoint="needs.show",
        counts_as="request",
    ),
    "request_quiet": Kind(
        one=_n("Nobody has been found for two weeks"),
        verb=_n("Look for people"),
        endpoint="needs.show",
    ),
    "request_draft": Kind(
        one=_n("This request is still a draft"),
        verb=_n("Continue"),
        endpoint="needs.show",
    ),
    "request_returned": Kind(
        one=_n("The prefecture sent this request back"),
        verb=_n("Read why"),
        endpoint="needs.show",
    ),
    "request_part": Kind(
        one=_n("Another municipality asks you to share this request"),
        verb=_n("Answer the request"),
        endpoint="needs.show",
        counts_as="answer",
    ),
    "people_submitted": Kind(
        one=_n("One registration waits to be looked at"),
        many=_n("%(num)s registrations wait to be looked at"),
        verb=_n("See the register"),
        endpoint="specialists.desk",
        parameter="",
        counts_as="register",
    ),
    "survey_open": Kind(
        one=_n("The staffing survey waits for your answer"),
        verb=_n("Answer the survey"),
        endpoint="shortages.index",
        parameter="",
        counts_as="answer",
    ),
}
