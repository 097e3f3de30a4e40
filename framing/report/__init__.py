"""From estimates and sampled evidence to charts and one page."""
