"""Pages of influence, leaving with care, and complaints."""
