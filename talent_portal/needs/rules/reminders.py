"""When a request that nobody is proposed for is brought to mind. Pure."""

# Days after opening; the longest first, so that a request found late is reminded of once and not twice.
REMIND_AFTER = (30, 14)
