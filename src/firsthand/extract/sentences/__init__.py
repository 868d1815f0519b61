"""Sentences: capitals restored, parts of speech, noun and verb groups, and the words of events that every other reader looks up."""
