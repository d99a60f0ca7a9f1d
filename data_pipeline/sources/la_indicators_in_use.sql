-- The tool's indicators in use, each with its measure, on academic years and with the codes of its areas.
WITH meanings(topic, indicator, measure, school_type, characteristic_group, characteristic) AS (
    VALUES
        ('absence', 'TotAbs', 'absence_rate', 'Total', 'Total', 'Total'),
        ('absence', 'PriTotAbs', 'absence_rate', 'Primary', 'Total', 'Total'),
        ('absence', 'SecTotAbs', 'absence_rate', 'Secondary', 'Total', 'Total'),
        ('absence', 'total_absence_special', 'absence_rate', 'Special', 'Total', 'Total'),
        ('absence', 'TotAuthAbs', 'authorised_absence_rate', 'Total', 'Total', 'Total'),
        ('absence', 'PriAuth', 'authorised_absence_rate', 'Primary', 'Total', 'Total'),
        ('absence', 'SecAuth', 'authorised_absence_rate', 'Secondary', 'Total', 'Total'),
        ('absence', 'authorised_absence_special', 'authorised_absence_rate', 'Special', 'Total', 'Total'),
        ('absence', 'TotUnAuthAbs', 'unauthorised_absence_rate', 'Total', 'Total', 'Total'),
        ('absence', 'PriUnauth', 'unauthorised_absence_rate', 'Primary', 'Total', 'Total'),
        ('absence', 'SecUnauth', 'unauthorised_absence_rate', 'Secondary', 'Total', 'Total'),
        ('absence', 'unauthorised_absence_special', 'unauthorised_absence_rate', 'Special', 'Total', 'Total'),
        ('absence', 'TotPerAbNew', 'persistent_absence_rate', 'Total', 'Total', 'Total'),
        ('absence', 'SFPriPerAbNew', 'persistent_absence_rate', 'Primary', 'Total', 'Total'),
        ('absence', 'SFSecPerAbNew', 'persistent_absence_rate', 'Secondary', 'Total', 'Total'),
        ('absence', 'SpecPerAbNew', 'persistent_absence_rate', 'Special', 'Total', 'Total'),
        ('absence', 'TotSevPerAbNew', 'severe_absence_rate', 'Total', 'Total', 'Total'),
        ('absence', 'SFPriSevPerAbNew', 'severe_absence_rate', 'Primary', 'Total', 'Total'),
        ('absence', 'SFSecSevPerAbNew', 'severe_absence_rate', 'Secondary', 'Total', 'Total'),
        ('absence', 'SpecSevPerAbNew', 'severe_absence_rate', 'Special', 'Total', 'Total'),
        ('exclusions', 'TotFixedEx', 'suspension_rate', 'Total', 'Total', 'Total'),
        ('exclusions', 'PriFixedEx', 'suspension_rate', 'Primary', 'Total', 'Total'),
        ('exclusions', 'SecFixedEx', 'suspension_rate', 'Secondary', 'Total', 'Total'),
        ('exclusions', 'SpecFixedEx', 'suspension_rate', 'Special', 'Total', 'Total'),
        ('exclusions', 'TotPermEx', 'permanent_exclusion_rate', 'Total', 'Total', 'Total'),
        ('exclusions', 'PriPermEx', 'permanent_exclusion_rate', 'Primary', 'Total', 'Total'),
        ('exclusions', 'SecPermEx', 'permanent_exclusion_rate', 'Secondary', 'Total', 'Total'),
        ('exclusions', 'SpecPermEx', 'permanent_exclusion_rate', 'Special', 'Total', 'Total'),
        ('exclusions', 'Total_ Pup_FixedEx', 'suspended_pupils_rate', 'Total', 'Total', 'Total'),
        ('exclusions', 'Pri_ Pup_FixedEx', 'suspended_pupils_rate', 'Primary', 'Total', 'Total'),
        ('exclusions', 'Sec_ Pup_FixedEx', 'suspended_pupils_rate', 'Secondary', 'Total', 'Total'),
        ('exclusions', 'Spec_ Pup_FixedEx', 'suspended_pupils_rate', 'Special', 'Total', 'Total'),
        ('ks4', 'EngMaths9-4', 'english_maths_94_rate', 'All state-funded', 'Total', 'Total'),
        ('ks4', 'EngMaths9-5', 'english_maths_95_rate', 'All state-funded', 'Total', 'Total'),
        ('ks4', 'AVG_Attain8_Score', 'attainment8_average', 'All state-funded', 'Total', 'Total'),
        (
            'ks4', 'FSM_AVG_Attain8_Score', 'attainment8_average',
            'All state-funded', 'FSM eligibility', 'FSM eligible'
        ),
        (
            'ks4', 'NonFSM_AVG_Attain8_Score', 'attainment8_average',
            'All state-funded', 'FSM eligibility', 'Not FSM eligible'
        ),
        ('ks4', 'DAP_KS4_ATT8', 'attainment8_average', 'All state-funded', 'Disadvantage', 'Disadvantaged'),
        (
            'ks4', 'NonDAP_KS4_ATT8', 'attainment8_average',
            'All state-funded', 'Disadvantage', 'Not disadvantaged'
        ),
        (
            'ks4', 'SEN_NoID_AVG_Attain8_Score', 'attainment8_average',
            'All state-funded', 'SEN provision', 'No SEN'
        ),
        (
            'ks4', 'SEN_WoStat_AVG_Attain8_Score', 'attainment8_average',
            'All state-funded', 'SEN provision', 'SEN support'
        ),
        (
            'ks4', 'SEN_Stat_AVG_Attain8_Score', 'attainment8_average',
            'All state-funded', 'SEN provision', 'EHC plan'
        ),
        (
            'ks4', 'AVG_Attain8_Score_White', 'attainment8_average',
            'All state-funded', 'Major ethnicity', 'White'
        ),
        (
            'ks4', 'AVG_Attain8_Score_Mixed', 'attainment8_average',
            'All state-funded', 'Major ethnicity', 'Mixed'
        ),
        (
            'ks4', 'AVG_Attain8_Score_Asian', 'attainment8_average',
            'All state-funded', 'Major ethnicity', 'Asian'
        ),
        (
            'ks4', 'AVG_Attain8_Score_Black', 'attainment8_average',
            'All state-funded', 'Major ethnicity', 'Black'
        ),
        (
            'ks4', 'AVG_Attain8_Score_Chine', 'attainment8_average',
            'All state-funded', 'Major ethnicity', 'Chinese'
        ),
        ('sen', 'SEN_TotSENSuP', 'sen_support_rate', 'All schools', 'Total', 'Total'),
        ('sen', 'PrimNoStatements', 'sen_support_rate', 'Primary', 'Total', 'Total'),
        ('sen', 'SecNoStatements', 'sen_support_rate', 'Secondary', 'Total', 'Total'),
        ('sen', 'SEN_TotStat', 'ehc_plan_rate', 'All schools', 'Total', 'Total'),
        ('sen', 'PrimStatements', 'ehc_plan_rate', 'Primary', 'Total', 'Total'),
        ('sen', 'SecStatements', 'ehc_plan_rate', 'Secondary', 'Total', 'Total')
),

regions(area_number, region_code) AS (
    VALUES
        (980, 'E12000001'),
        (981, 'E12000002'),
        (982, 'E12000003'),
        (983, 'E12000004'),
        (984, 'E12000005'),
        (985, 'E12000006'),
        (986, 'E12000007'),
        (987, 'E13000001'),
        (988, 'E13000002'),
        (989, 'E12000008'),
        (990, 'E12000009')
),

figures AS (
    SELECT
        meanings.*,
        -- 2025 is the year that ends in 2025, as 2024/25 is.
        CASE
            WHEN length(time_period) = 4 THEN (CAST(time_period AS INTEGER) - 1) || right(time_period, 2)
            ELSE replace(time_period, '/', '')
        END AS time_period,
        CAST(area_number AS INTEGER) AS area_number,
        area,
        value
    FROM published.la_indicators
    JOIN meanings USING (indicator)
),

seen AS (
    SELECT
        *,
        count(value) OVER (PARTITION BY indicator, time_period) AS known_that_year,
        min(time_period) FILTER (value IS NOT NULL) OVER (PARTITION BY topic, area_number) AS first_known,
        max(time_period) FILTER (value IS NOT NULL) OVER (PARTITION BY topic, area_number) AS last_known
    FROM figures
)

SELECT
    topic,
    indicator,
    measure,
    school_type,
    characteristic_group,
    characteristic,
    time_period,
    'Academic year' AS time_identifier,
    CASE
        WHEN area_number = 970 THEN 'National'
        WHEN area_number > 970 THEN 'Regional'
        ELSE 'Local authority'
    END AS geographic_level,
    region_code,
    CASE WHEN area_number < 970 THEN CAST(area_number AS VARCHAR) END AS old_la_code,
    area,
    area_number,
    value
FROM seen
LEFT JOIN regions USING (area_number)
WHERE
    value IS NOT NULL
    OR (
        known_that_year > 0
        AND (
            time_period BETWEEN first_known AND last_known
            -- Areas that ended or began in these years, and London whole or in halves, are not in every table:
            -- Dorset, Poole, Bournemouth; their successors; Cumbria, Northamptonshire and theirs.
            OR area_number NOT IN (835, 836, 837, 838, 839, 909, 928, 940, 941, 942, 943, 986, 987, 988)
        )
    )
