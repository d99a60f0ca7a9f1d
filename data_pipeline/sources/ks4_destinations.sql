-- Numbers and percentages of one group stand in two rows of the published table; here they are one row.
SELECT
    percent.time_period,
    percent.time_identifier,
    percent.geographic_level,
    percent.country_code,
    percent.version,
    percent.institution_group,
    percent.breakdown_topic,
    percent.breakdown,
    percent.cohort,
    number.overall AS sustained,
    percent.overall AS sustained_percent
FROM published.ks4_destinations_rows AS percent
JOIN published.ks4_destinations_rows AS number
  USING (time_period, version, institution_group, institution_type, breakdown_topic, breakdown)
WHERE percent.data_type = 'Percentage'
  AND number.data_type = 'Number of pupils'
  AND percent.institution_type = 'Total'
  -- the total of pupils with a need is not the total of all pupils
  AND (percent.breakdown_topic = 'Total' OR percent.breakdown <> 'Total')
