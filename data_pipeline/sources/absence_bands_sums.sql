-- Enrolments that missed 10% or more (persistent) and 50% or more (severe) of their sessions, by
-- characteristic.
WITH bands AS (
    SELECT * REPLACE (
        -- Twelve pupils of 2018/19 stand under the code that Dorset has had since April 2019.
        CASE WHEN time_period = '201819' AND old_la_code = '838' THEN '835' ELSE old_la_code END
            AS old_la_code,
        CASE WHEN time_period = '201819' AND old_la_code = '838' THEN 'E10000009' ELSE new_la_code END
            AS new_la_code
    )
    FROM published.absence_bands
)

SELECT
    time_period,
    time_identifier,
    geographic_level,
    region_code,
    old_la_code,
    new_la_code,
    coalesce(school_type, 'Total') AS school_type,
    CASE
        WHEN grouping(fsm_eligible) = 0 THEN 'FSM eligibility'
        WHEN grouping(sen_status) = 0 THEN 'SEN status'
        WHEN grouping(gender) = 0 THEN 'Gender'
        ELSE 'Total'
    END AS characteristic_group,
    coalesce(fsm_eligible, sen_status, gender, 'Total') AS characteristic,
    sum(
        from_00 + from_05
        + from_10 + from_15 + from_20 + from_25 + from_30 + from_35 + from_40 + from_45 + from_50
    ) AS enrolments,
    sum(
        from_10 + from_15 + from_20 + from_25 + from_30 + from_35 + from_40 + from_45 + from_50
    ) AS persistent,
    sum(from_50) AS severe
FROM bands
GROUP BY
    time_period,
    time_identifier,
    geographic_level,
    region_code,
    old_la_code,
    new_la_code,
    GROUPING SETS ((school_type), ()),
    GROUPING SETS ((), (fsm_eligible), (sen_status), (gender))
HAVING
    -- Half of the pupils of special schools have no SEN status in these two years.
    NOT (
        grouping(sen_status) = 0
        AND sen_status <> 'No identified special educational need'
        AND time_period IN ('201617', '201718')
    )
    AND NOT (grouping(gender) = 0 AND gender = 'Unclassified')
