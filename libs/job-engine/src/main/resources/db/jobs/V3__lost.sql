-- How many of its attempts were lost with their worker; those that a worker handed back are not counted.
ALTER TABLE job ADD COLUMN lost integer NOT NULL DEFAULT 0;
