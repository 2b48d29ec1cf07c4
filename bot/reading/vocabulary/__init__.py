"""The words that members write, one TOML file a language; `statements.lexicon` reads them."""
