"""How a text is read for the rules: its forms, which rules are asked, what the models say."""
