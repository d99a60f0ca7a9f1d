-- The published rows of areas that existed: in 2018/19 the pupils of one or two schools stand under the codes
-- that Dorset and Bournemouth, Christchurch and Poole have had since April 2019.
SELECT *
FROM published.absence_la_by_sen
WHERE NOT (time_period = '201819' AND new_la_code IN ('E06000058', 'E06000059'))
