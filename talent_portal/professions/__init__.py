"""professions: roles, licences and appointment forms, as versioned bilingual data.

Words: profession, qualification, form, rule table.
"""
