"""What was said: cleaning, language, personal data, mentions, phrases. Pure; heavy imports wait for use."""
