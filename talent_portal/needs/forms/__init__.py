"""What municipalities type about a request, and the coordinator about its steps."""
