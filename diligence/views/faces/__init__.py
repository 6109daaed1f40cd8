"""How a questionnaire looks: plain objects made for the templates, in the language of the page."""
