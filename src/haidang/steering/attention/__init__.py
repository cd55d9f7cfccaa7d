"""Rules of attention: what they may say, what they find, whom they tell."""
