"""What people type about a case, ending in frozen drafts."""
