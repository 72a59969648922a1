-- attempt counts launches from now on, no longer claims, and lost counts launches that were lost with their worker.
-- Whether a launch may still run, or was lost: from the launch until somebody has seen its end.
ALTER TABLE job ADD COLUMN launched boolean NOT NULL DEFAULT false;
UPDATE job SET launched = true
    WHERE state IN ('RUNNING', 'PUSHING', 'CANCELLING', 'TIMING_OUT') AND holder IS NOT NULL;
-- Name of the object that a job came to, where that is no image.
ALTER TABLE job ADD COLUMN report text;
