"""What the screens ask for; knows no Textual and no httpx."""
