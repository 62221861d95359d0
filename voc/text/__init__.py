"""What was said: cleaning, language, personal data, mentions, phrases. Pure; imports nothing heavy until it is used."""
