-- For the scripts that follow on the same connection.
CREATE SCHEMA requests;
SET search_path TO requests;
