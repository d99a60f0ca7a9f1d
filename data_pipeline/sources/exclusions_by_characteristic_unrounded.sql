-- The copy lists up to three rows for each category: England, then Outer and Inner London, with the place left out.
-- England's is the one with most pupils; its counts add up to England's published totals, which a test holds.
WITH england AS (
    SELECT *
    FROM published.exclusions_characteristic_rows
    QUALIFY row_number() OVER (
        PARTITION BY time_period, school_type, characteristic_group, characteristic
        ORDER BY headcount DESC, suspension DESC, one_plus_susp DESC, perm_excl DESC
    ) = 1
)
SELECT
    time_period,
    time_identifier,
    geographic_level,
    country_code,
    coalesce(school_type, 'Total') AS school_type,
    characteristic_group,
    characteristic,
    -- a sum with a hidden part is unknown, not the sum of the rest
    CASE WHEN count(headcount) = count(*) THEN sum(headcount) END AS headcount,
    CASE WHEN count(perm_excl) = count(*) THEN sum(perm_excl) END AS perm_excl,
    CASE WHEN count(suspension) = count(*) THEN sum(suspension) END AS suspension,
    CASE WHEN count(one_plus_susp) = count(*) THEN sum(one_plus_susp) END AS one_plus_susp
FROM england
GROUP BY GROUPING SETS (
    (time_period, time_identifier, geographic_level, country_code, school_type, characteristic_group, characteristic),
    (time_period, time_identifier, geographic_level, country_code, characteristic_group, characteristic)
)
