"""Influence, leaving with care, places to complain, and complaints."""
