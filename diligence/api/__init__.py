"""The API of one company's file: its year, the questions, the answers, the reports."""
