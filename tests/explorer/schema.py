"""Schema: the tables of a database as the explorer reads them, empty."""

SCHEMA = """
CREATE TABLE figures (
    measure VARCHAR, time_period VARCHAR, time_identifier VARCHAR, place_code VARCHAR, school_type VARCHAR,
    breakdown VARCHAR, category VARCHAR, value DOUBLE, numerator DOUBLE, denominator DOUBLE, symbol VARCHAR,
    source VARCHAR
);
CREATE TABLE measures (
    measure VARCHAR, position INTEGER, topic VARCHAR, label VARCHAR, short_label VARCHAR,
    sentence_label VARCHAR, unit VARCHAR, display_unit VARCHAR, display_factor DOUBLE, decimals INTEGER,
    numerator_label VARCHAR, denominator_label VARCHAR, denominator_short VARCHAR, stamp VARCHAR,
    definition VARCHAR, note VARCHAR
);
CREATE TABLE breakdowns (
    breakdown VARCHAR, position INTEGER, label VARCHAR, sentence_label VARCHAR, note VARCHAR
);
CREATE TABLE categories (
    breakdown VARCHAR, category VARCHAR, position INTEGER, label VARCHAR, parent VARCHAR,
    sentence_label VARCHAR, note VARCHAR
);
CREATE TABLE school_types (
    school_type VARCHAR, position INTEGER, label VARCHAR, sentence_label VARCHAR, note VARCHAR
);
CREATE TABLE places (
    place_code VARCHAR, name VARCHAR, level VARCHAR, parent VARCHAR, old_code VARCHAR, other_codes VARCHAR,
    valid_from DATE, valid_to DATE, predecessors VARCHAR, successors VARCHAR, hex_q INTEGER, hex_r INTEGER,
    longitude DOUBLE, latitude DOUBLE, note VARCHAR
);
CREATE TABLE neighbours (place_code VARCHAR, neighbour_code VARCHAR, rank INTEGER, closeness VARCHAR);
CREATE TABLE periods (
    time_period VARCHAR, time_identifier VARCHAR, label VARCHAR, short_label VARCHAR, first_day DATE,
    position INTEGER
);
CREATE TABLE breaks (
    break_id VARCHAR, measure VARCHAR, school_type VARCHAR, time_period VARCHAR, kind VARCHAR, label VARCHAR,
    note VARCHAR
);
CREATE TABLE caveats (
    caveat_id VARCHAR, measure VARCHAR, breakdown VARCHAR, school_type VARCHAR, source VARCHAR,
    position INTEGER, note VARCHAR
);
CREATE TABLE symbols (
    source VARCHAR, mark VARCHAR, symbol VARCHAR, meaning VARCHAR, short VARCHAR,
    time_from VARCHAR, time_to VARCHAR
);
CREATE TABLE sources (
    source VARCHAR, position INTEGER, title VARCHAR, publication VARCHAR, publication_title VARCHAR,
    publisher VARCHAR, licence VARCHAR, licence_url VARCHAR, url VARCHAR, description VARCHAR,
    derived_from VARCHAR, processing VARCHAR, priority INTEGER, rate_decimals INTEGER
);
CREATE TABLE releases (
    source VARCHAR, release VARCHAR, published VARCHAR, file_name VARCHAR, sha256 VARCHAR, bytes BIGINT,
    data_rows BIGINT, first_period VARCHAR, last_period VARCHAR, retrieved VARCHAR, obtained_from VARCHAR
);
CREATE TABLE conflicts (
    measure VARCHAR, time_period VARCHAR, time_identifier VARCHAR, place_code VARCHAR, school_type VARCHAR,
    breakdown VARCHAR, category VARCHAR, source VARCHAR, value DOUBLE, kept_source VARCHAR, kept_value DOUBLE
);
CREATE TABLE revisions (
    measure VARCHAR, time_period VARCHAR, time_identifier VARCHAR, place_code VARCHAR, school_type VARCHAR,
    breakdown VARCHAR, category VARCHAR, old_value DOUBLE, new_value DOUBLE, old_build VARCHAR,
    new_build VARCHAR, change VARCHAR, step INTEGER, basis VARCHAR
);
CREATE TABLE mapped (source VARCHAR, position INTEGER, form VARCHAR);
CREATE TABLE spellings (kind VARCHAR, breakdown VARCHAR, term VARCHAR, spelling VARCHAR);
CREATE TABLE findings (source VARCHAR, file_name VARCHAR, severity VARCHAR, message VARCHAR);
CREATE TABLE build (
    build_id VARCHAR, origin VARCHAR, made_at TIMESTAMP, figures BIGINT, app_version VARCHAR
);
"""
