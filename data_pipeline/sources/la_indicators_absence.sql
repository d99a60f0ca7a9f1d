SELECT * FROM published.la_indicators_in_use WHERE topic = 'absence'
