"""Browser tests: the app as its readers meet it, in Chromium."""
