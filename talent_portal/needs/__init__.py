"""needs: what municipalities ask for. Words: need (staffing request), share (joint request), condition, pattern."""
