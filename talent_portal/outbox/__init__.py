"""outbox: letters out of the house, in the transaction of what they tell.

Words: letter, receipt, suppression, phone task.
"""
