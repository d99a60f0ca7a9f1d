"""Explorer tests: what pages stand on, from questions to exports."""
