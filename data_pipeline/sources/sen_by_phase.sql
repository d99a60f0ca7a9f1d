-- Pupils by SEN provision or primary need, under the school types of the house.
-- Special schools are the sum of state-funded and non-maintained; the total is primary, secondary and special.
-- January 2025 is left out: it has no split by provision, nothing on alternative provision, and no
-- non-maintained special schools.
WITH school_types(phase_type_grouping, school_type) AS (
    VALUES
        ('AP', 'Alternative provision'),
        ('Total', 'All schools'),
        ('primary', 'Primary'),
        ('secondary', 'Secondary'),
        ('special', 'Special'),
        ('primary', 'Total'),
        ('secondary', 'Total'),
        ('special', 'Total')
),
pupils AS (
    SELECT *
    FROM published.sen_by_phase_rows
    JOIN school_types USING (phase_type_grouping)
    WHERE pupil_sen_status <> 'Total'
),
counted AS (
    SELECT time_period, school_type, 'Total' AS sen_provision, 'Total' AS primary_need, sum(pupil_count) AS pupils
    FROM pupils
    GROUP BY ALL
    UNION ALL
    SELECT time_period, school_type, pupil_sen_status, 'Total', sum(pupil_count)
    FROM pupils
    GROUP BY ALL
    UNION ALL
    -- pupils without SEN have no need; one stands in the table with one by mistake
    SELECT time_period, school_type, 'Total', primary_need, sum(pupil_count)
    FROM pupils
    WHERE pupil_sen_status <> 'No SEN'
    GROUP BY ALL
)
SELECT
    time_period,
    'Academic year' AS time_identifier,
    'National' AS geographic_level,
    'E92000001' AS country_code,
    school_type,
    sen_provision,
    primary_need,
    pupils,
    max(pupils) FILTER (sen_provision = 'Total' AND primary_need = 'Total')
        OVER (PARTITION BY time_period, school_type) AS all_pupils
FROM counted
