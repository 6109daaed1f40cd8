"""The conversation about a file: who asks, who answers, when it is settled, what it opens again."""
